"""``python -m narrate``: the program, by the interpreter that has it."""

from narrate.cli.app import main

if __name__ == "__main__":
    main()
