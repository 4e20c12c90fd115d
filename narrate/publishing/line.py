"""Text that is to stand on one line of a tag or a caption."""

from __future__ import annotations

import unicodedata

# Zero-width joiner and non-joiner: Persian, Hindi and emoji are spelt with them.
_SPELLING = "\u200c\u200d"


def one_line(text: str) -> str:
    """Without line breaks, control characters and halves of characters.

    What breaks or controls becomes a space; what is invisible within words (soft hyphens,
    marks that turn the direction of text) goes without a trace.
    """
    return " ".join("".join(map(_shown, text)).split())


def _shown(character: str) -> str:
    if character.isprintable() or character in _SPELLING:
        return character
    return "" if unicodedata.category(character) == "Cf" else " "
