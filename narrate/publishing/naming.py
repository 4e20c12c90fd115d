"""What a recording's files are called: ``YYYY-MM-DD-slug-of-title``."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from narrate.model import Article, Source

LONGEST = 80  # characters of the slug; folders and feeds add theirs
LONGEST_BYTES = 200  # of 255 that a file name may have: date, digest and suffix come to it
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
# What decomposition into a letter and its accents does not reach.
_LETTERS = str.maketrans(
    {"ß": "ss", "ẞ": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l"}
)
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
# Names that Windows keeps for devices, and those of the site that is built of recordings.
_RESERVED = re.compile(r"con|prn|aux|nul|com\d|lpt\d|index|feed|sitemap|cover|narrate-\w+")


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
    kept = ""
    for character in text:
        if character.isalnum():
            kept += _unaccented(character)
        elif unicodedata.category(character)[0] == "M":
            # A vowel sign, in Hindi say, belongs to its letter; on a Latin letter it goes.
            kept += "" if not kept or kept[-1].isascii() else character
        elif character not in "'’":
            kept += " "
    joined = _shortened("-".join(kept.split()))
    return f"{joined}-1" if _RESERVED.fullmatch(joined) else joined


def _unaccented(character: str) -> str:
    base = unicodedata.normalize("NFKD", character)[0]
    return base.lower() if base.isascii() and base.isalnum() else character


def _shortened(joined: str) -> str:
    """To whole words where that can be, and to whole characters where not."""
    fitting = joined.encode()[:LONGEST_BYTES].decode(errors="ignore")[:LONGEST]
    if fitting == joined or joined[len(fitting)] == "-":
        return fitting
    head, hyphen, _ = fitting.rpartition("-")
    return head if hyphen else fitting


def _digest(uri: str) -> str:
    return "narration-" + hashlib.sha256(uri.encode("utf-8", "surrogatepass")).hexdigest()[:12]
