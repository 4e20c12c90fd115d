"""How well whole pages are read, with floors that do not fall unnoticed.

Each ``NAME.html`` in ``tests/fixtures/pages`` was written in the manner of a real kind of page,
with all that stands around an article; ``NAME.txt`` is what a good narrator would read of it,
title first, a line for each block. ``furniture.toml`` has lines of each page that must not be
read, and ``floors.toml`` what we reach. Where we do better, or have good cause to do worse,
pin the floors anew and look at the difference:

    python tests/article/test_quality.py > floors.new
    mv floors.new tests/fixtures/pages/floors.toml
"""

import json
import math
import re
import tomllib
from collections import Counter
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest

from narrate.article.cleaner import clean

PAGES = Path(__file__).parents[1] / "fixtures" / "pages"
NAMES = sorted(page.stem for page in PAGES.glob("*.html"))
SLACK = 0.02  # a page may be as much better than its floor before the floor has to be raised
WORD = re.compile(r"\w+")


def wanted(name: str) -> str:
    return (PAGES / f"{name}.txt").read_text(encoding="utf-8")


def read(name: str) -> str:
    """What the default voice profile reads, a line for each block."""
    page = (PAGES / f"{name}.html").read_bytes()
    return clean(page, url=f"https://{name}.example/").text.replace("\n\n", "\n") + "\n"


def f1(expected: str, found: str) -> float:
    """Overlap of runs of four words, as ``tests/benchmarks/extraction.py`` counts them."""
    wanted, got = _runs(expected), _runs(found)
    return 2 * (wanted & got).total() / (wanted.total() + got.total())


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    return Counter(tuple(words[i : i + 4]) for i in range(max(1, len(words) - 3)))


def leaks(name: str, found: str) -> list[str]:
    """The lines of furniture that are read, and more often than the article itself has them."""
    lines = tomllib.loads((PAGES / "furniture.toml").read_text(encoding="utf-8"))[name]["lines"]
    return [line for line in lines if _times(line, found) > _times(line, wanted(name))]


def _times(line: str, text: str) -> int:
    return f" {' '.join(WORD.findall(text))} ".count(f" {' '.join(WORD.findall(line))} ")


def first_line(text: str) -> str:
    return text.splitlines()[0]


def floors() -> dict[str, dict[str, Any]]:
    return tomllib.loads((PAGES / "floors.toml").read_text(encoding="utf-8"))


def difference(expected: str, found: str) -> str:
    """The lines that are missing, with "-", and those that are too many, with "+"."""
    lines = ndiff(expected.splitlines(), found.splitlines(), None, None)
    return "\n".join(line for line in lines if line.startswith(("-", "+")))


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_read_as_well_as_before(name: str) -> None:
    found = read(name)
    score, floor = f1(wanted(name), found), floors()[name]["f1"]
    assert score >= floor, (
        f"{name} is read worse than before: {score:.3f}, and its floor is {floor}. "
        f"Missing (-) and too many (+):\n{difference(wanted(name), found)}"
    )
    assert score <= floor + SLACK, (
        f"Well done: {name} reaches {score:.3f}, and its floor is {floor}. "
        "Raise it: python tests/article/test_quality.py prints all floors."
    )


@pytest.mark.parametrize("name", NAMES)
def test_the_title_is_exactly_right(name: str) -> None:
    title, known = first_line(read(name)), floors()[name].get("wrong title")
    assert title in (first_line(wanted(name)), known)
    assert known in (None, title), (
        f"Well done: {name} no longer has the title {known!r}. "
        "Pin it: python tests/article/test_quality.py prints all floors."
    )


@pytest.mark.parametrize("name", NAMES)
def test_no_furniture_is_read_that_was_not_before(name: str) -> None:
    found, known = set(leaks(name, read(name))), set(floors()[name].get("leaks", []))
    assert found <= known, f"{name} now reads {sorted(found - known)}"
    assert found >= known, (
        f"Well done: {name} no longer reads {sorted(known - found)}. "
        "Pin it: python tests/article/test_quality.py prints all floors."
    )


def test_furniture_is_on_its_page_and_articles_are_long_enough_to_score() -> None:
    furniture = tomllib.loads((PAGES / "furniture.toml").read_text(encoding="utf-8"))
    assert sorted(furniture) == sorted(floors()) == NAMES
    assert all(len(wanted(name).split()) >= 80 for name in NAMES)


def main() -> None:
    """Print the floors as they are now."""
    print("# What we reach on each page: F1, the title where it is still wrong, and lines of")
    print("# furniture that are still read.")
    print("# Printed by tests/article/test_quality.py; not edited by hand.")
    for name in NAMES:
        found = read(name)
        print(f'\n["{name}"]\nf1 = {math.floor(f1(wanted(name), found) * 1000) / 1000}')
        if first_line(found) != first_line(wanted(name)):
            print(f'"wrong title" = {_quoted(first_line(found))}')
        if known := leaks(name, found):
            print("leaks = [", *(f"  {_quoted(line)}," for line in known), "]", sep="\n")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)  # as TOML quotes it, too


if __name__ == "__main__":
    main()
