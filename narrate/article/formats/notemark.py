"""The marks in a text that lead to its footnotes."""

from __future__ import annotations

import re

from narrate.article.formats.elements import words_of
from narrate.article.soup import NavigableString, Tag

_NOTEREF = re.compile(r"(?:^|[-_ ])(?:noteref|footnote-?(?:ref|anchor|link|mark))", re.IGNORECASE)
_MARK = 8  # elements and texts in the mark of a footnote


def is_note_mark(node: Tag) -> bool:
    """``<sup><a>3</a></sup>``, ``<a role="doc-noteref">3</a>``, ``[citation needed]``."""
    if node.name == "a" and not _NOTEREF.search(words_of(node)):
        return False
    inside: list[Tag | NavigableString] = [node]
    for element in inside:  # it grows on the way; a mark has few, but any number may come
        if isinstance(element, Tag) and len(inside) <= _MARK:
            inside += element.contents[: _MARK + 1]  # type: ignore[arg-type]
    words = "".join(str(text) for text in inside if isinstance(text, NavigableString)).strip()
    if len(inside) > _MARK or not any(isinstance(e, Tag) and e.name == "a" for e in inside):
        return False
    bracketed = words.startswith("[") and words.endswith("]") and len(words) <= 40
    return bracketed or (len(words) <= 6 and any(map(str.isdigit, words)))
