"""Importing costs nothing: no engine, no pydub, no HTML or HTTP library before it is needed."""

import subprocess
import sys

import pytest

HEAVY = (
    *("bs4", "lxml", "pydub", "pyttsx3", "lameenc", "httpx2", "feedparser", "markdown_it"),
    *("mammoth", "pypdfium2", "numpy", "av", "pocketsphinx", "fsspec", "upath", "s3fs"),
    "distributed",
)


def loaded_by(code: str) -> set[str]:
    """The heavy modules that a fresh interpreter has loaded after ``code``."""
    report = f"\nimport sys; print('LOADED', *(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code + report], capture_output=True, text=True, check=True
    )
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_importing_narrate_loads_nothing_heavy() -> None:
    assert loaded_by("import narrate") == set()
    assert (
        "typer"
        not in subprocess.run(
            [sys.executable, "-c", "import narrate, sys; print(*sys.modules)"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
    )


@pytest.mark.parametrize(
    "arguments", [["--help"], ["--version"], ["make", "--help"], ["text", "--help"]]
)
def test_help_loads_nothing_heavy(arguments: list[str]) -> None:
    code = (
        f"import sys; sys.argv = ['narrate', *{arguments!r}]\n"
        "from narrate.cli.app import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass"
    )
    assert loaded_by(code) == set()


def test_splitting_sentences_needs_no_library() -> None:
    assert loaded_by("import narrate; narrate.split_sentences('One. Two.')") == set()
