"""Importing costs nothing: no engine, no pydub, no HTML or HTTP library before it is needed."""

import subprocess
import sys

import pytest

HEAVY = (
    *("bs4", "lxml", "pydub", "pyttsx3", "lameenc", "httpx2", "feedparser", "markdown_it"),
    *("mammoth", "pypdfium2", "numpy", "av", "pocketsphinx", "fsspec", "upath", "s3fs"),
    "distributed",
    # of libraries that are loaded: what only some use of them needs
    *("soupsieve.css_parser", "urllib.request", "xml.sax"),
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


def test_an_article_is_cleaned_with_what_its_format_needs() -> None:
    page = "<h1>The ferry</h1><p>It leaves at ten, and nobody minds when it is late.</p>"
    assert loaded_by(f"import narrate; narrate.clean({page!r})") == {"bs4", "lxml"}


def test_a_script_is_written_without_numpy() -> None:
    code = "import narrate.script.writer, narrate.script.normaliser.spoken as s; s.to_spoken('$5')"
    assert loaded_by(code) == set()


def test_selectors_are_there_for_whoever_wants_them() -> None:
    code = (
        "import narrate.article.soup as ours, bs4\n"
        "assert bs4.BeautifulSoup('<p><b>7</b></p>', 'lxml').select('p > b')\n"
        "import soupsieve; soupsieve.compile('p')"
    )
    assert "soupsieve.css_parser" in loaded_by(code)
