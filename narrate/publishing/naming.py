"""What a recording's files are called: ``YYYY-MM-DD-slug-of-title``."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from narrate.model import Article, Source

LONGEST = 80  # characters of the slug …
LONGEST_BYTES = 160  # … and bytes: file systems count 255 of them, date and suffix included
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# What decomposition into a letter and its accents does not reach.
_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)")  # names that Windows keeps for devices


def name_of(article: Article, source: Source) -> str:
    """The name, without a suffix: from the article's own date and title.

    Letters, digits and hyphens only, so it is a plain file name everywhere; an article
    without a date gets the slug alone, one without a usable title a digest of its source.
    """
    name = slug(article.title, article.language) or _digest(source.uri)
    date = _DATE.match(article.published)
    return f"{date.group()}-{name}" if date else name


def slug(title: str, language: str = "") -> str:
    """The title in lower case, accents taken off Latin letters; other scripts stay."""
    text = unicodedata.normalize("NFC", title).lower().translate(_LETTERS)
    if language.partition("-")[0] == "de":
        text = text.translate(_GERMAN)
    text = "".join(
        _unaccented(character) if character.isalnum() else "" if character in "'’" else " "
        for character in text
    )
    words = "".join(c if c.isalnum() or unicodedata.category(c)[0] == "M" else " " for c in text)
    joined = "-".join(words.split())
    whole = joined.encode()[:LONGEST_BYTES].decode(errors="ignore")[:LONGEST]
    if whole != joined:
        head, hyphen, _ = joined[: len(whole) + 1].rpartition("-")
        joined = head if hyphen else whole
    return f"{joined}-1" if _RESERVED.fullmatch(joined) else joined


def _unaccented(character: str) -> str:
    decomposed = unicodedata.normalize("NFKD", character)
    return decomposed[0] if decomposed[0].isascii() else character


def _digest(uri: str) -> str:
    return "narration-" + hashlib.sha256(uri.encode("utf-8", "surrogatepass")).hexdigest()[:12]
