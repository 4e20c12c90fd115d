"""What is shipped: everything that is needed, installed from a wheel in a fresh environment."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
# The name to install, where it is not the name to import.
DISTRIBUTIONS = {
    "bs4": "beautifulsoup4",
    "markdown_it": "markdown-it-py",
    "upath": "universal-pathlib",
}


def declared(requirements: list[str]) -> set[str]:
    return {re.split(r"[\s<>=!~;\[]", line, maxsplit=1)[0].lower() for line in requirements}


def imported() -> set[str]:
    """The top names of all that the package imports, standard library and ourselves aside."""
    names = set()
    for path in (ROOT / "narrate").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"narrate"}


def test_everything_imported_is_declared() -> None:
    extras = PROJECT["optional-dependencies"]
    known = declared(PROJECT["dependencies"]) | set().union(
        *(declared(lines) for name, lines in extras.items() if name != "test")
    )
    for name in imported():
        assert DISTRIBUTIONS.get(name, name.replace("_", "-")) in known, name


def test_what_libraries_forget_to_declare_is_declared() -> None:
    lines = PROJECT["dependencies"]
    # import pydub fails on Python 3.13, where audioop is gone
    assert any(re.match(r"audioop-lts.*python_version >= '3\.13'", line) for line in lines)
    # trafilatura asks for lxml[html_clean]; pip 23.2 passes over that spelling of the extra
    assert "trafilatura" not in declared(lines) or "lxml_html_clean" in declared(lines)
    # libespeak-ng where the system has none
    assert "espeakng-loader" in declared(lines)


def test_the_four_packages_do_real_work() -> None:
    assert {"pyttsx3", "pydub", "typer", "bs4"} <= imported()


def test_nothing_shipped_is_under_the_gpl_for_its_tags() -> None:
    assert "mutagen" not in declared(PROJECT["dependencies"])


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, ROOT],
        check=True,
        timeout=200,
    )
    (made,) = folder.glob("*.whl")
    return made


@pytest.mark.slow
def test_the_wheel_holds_the_package_its_data_and_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for needed in (
        "narrate/py.typed",
        "narrate/voices/newsreader.toml",
        "narrate/article/rules/en.toml",
        "narrate/article/sites/politifact.com.toml",
        "narrate/article/languages.toml",
    ):
        assert needed in names, needed
    data = {
        str(path.relative_to(ROOT))
        for path in (ROOT / "narrate").rglob("*")
        if path.suffix in (".toml", ".json", ".py")
    }
    assert data <= names
    assert all(name.startswith(("narrate/", "narrate-")) for name in names)
    assert not any("test" in name and name != "narrate/testing.py" for name in names)


@pytest.mark.slow
def test_a_wheel_narrates_in_a_fresh_environment(wheel: Path, tmp_path: Path) -> None:
    """With nothing but what the wheel declares, and the pip that came with Python."""
    venv.create(tmp_path / "venv", with_pip=True)
    bin_ = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    subprocess.run([bin_ / "pip", "install", "-q", wheel], check=True, timeout=300)
    article = ROOT / "tests" / "fixtures" / "articles" / "the-night-ferry.html"
    done = subprocess.run(
        [bin_ / "narrate", "make", article, "-o", tmp_path / "ferry.mp3"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "ferry.mp3").stat().st_size > 100_000
