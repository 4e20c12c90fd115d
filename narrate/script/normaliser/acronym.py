"""Acronyms: letters where an engine would say a word (IMF), no stops inside (U.S.)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from narrate.script.normaliser.language import Found, Language, alternation, spaced

#: Not the "v." of a lawsuit, which stands before a name: Smith v. U.S.
#: A last letter without a stop stands close: U.S, but not "C.B. a dit".
_DOTTED = re.compile(
    r"(?<![\w.])(?!v\.\s)(?:(?:[^\W\d_]\.\s?){1,6}[^\W\d_]\.|(?:[^\W\d_]\.){1,6}[^\W\d_])"
    r"(?!\.?[^\W\d_])"
)
_VOWEL = re.compile(r"[AEIOUYÄÖÜ]", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
#: The word beside an acronym, where it is in capitals too.
_BEFORE = re.compile(r"(?<!\w)([A-Z]{2,})[’'\s]{1,2}$")
_AFTER = re.compile(r"\s([A-Z]{2,})(?!\w)")


@cache
def _spelled(language: Language) -> re.Pattern[str]:
    words = language.table("acronyms")["spelled"]
    return re.compile(rf"(?<![\w.])(?<!\d-)(?P<letters>{alternation(words)})(?P<plural>s)?(?!\w)")


@cache
def _acronyms(language: Language) -> frozenset[str]:
    table = language.table("acronyms")
    return frozenset([*table["spelled"], *table["joined"]])


@cache
def _said(language: Language) -> re.Pattern[str] | None:
    words = language.table("acronyms").get("said", {})
    return re.compile(rf"(?<![\w.])(?:{spaced(alternation(words))})(?!\w)") if words else None


@cache
def _words(language: Language) -> dict[str, str]:
    said = language.table("acronyms").get("said", {})
    return {"".join(written.split()): spoken for written, spoken in said.items()}


def find(text: str, language: Language) -> Iterator[Found]:
    said = _said(language)
    if said is not None:
        for match in said.finditer(text):
            yield *match.span(), _words(language)["".join(match[0].split())]
    yield from _dotted(text, language)
    for match in _spelled(language).finditer(text):
        if not _shouted(text, match, language):
            letters = _apart(match["letters"], language, bool(match["plural"]))
            yield *match.span(), f"{letters}'s" if match["plural"] else letters


def _shouted(text: str, match: re.Match[str], language: Language) -> bool:
    """Whether the letters are a word in a run of capitals: WHO IS IT?"""
    around = (
        _BEFORE.search(text, max(0, match.start() - 24), match.start()),
        _AFTER.match(text, match.end()),
    )
    return any(word and word[1] not in _acronyms(language) for word in around)


def _apart(letters: str, language: Language, plural: bool = False) -> str:
    """Letters so that an engine spells them. Between stops "A" is a letter; between blanks it
    is an article."""
    joint = language.table("acronyms").get("joint", " ")
    return (" " if plural and len(letters) == 2 else joint).join(letters)


def _dotted(text: str, language: Language) -> Iterator[Found]:
    for match in _DOTTED.finditer(text):
        letters = _LETTER.findall(match[0])
        if not all(letter.isalpha() for letter in letters):
            continue  # a superscript is no letter
        if not letters[0].isupper() and len(letters) == 2 and "." not in match[0][-1:]:
            continue
        joined = "".join(letters)
        whole = joined.upper() in language.table("acronyms")["joined"]
        # Letters without a vowel are spelled by every engine; with one they may be said.
        spaced = " " in match[0].strip() or bool(_VOWEL.search(joined))
        apart = _apart(joined, language) if "A" in joined else " ".join(letters)
        yield *match.span(), apart if spaced and not whole else joined
