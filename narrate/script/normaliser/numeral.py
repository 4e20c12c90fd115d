"""Numbers that are one character: ①, Ⅳ, a superscript that no other rule has claimed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from fractions import Fraction

from narrate.script.normaliser import amount
from narrate.script.normaliser.language import Found, Language
from narrate.script.numbers import LARGEST


def find(text: str, language: Language) -> Iterator[Found]:
    if text.isascii():
        return
    for position, character in enumerate(text):
        if character.isascii() or unicodedata.category(character) not in {"No", "Nl"}:
            continue
        value = Fraction(unicodedata.numeric(character, -1)).limit_denominator(1000)
        if value.denominator == 1 and 0 <= value <= LARGEST:
            said = language.rules.spell(int(value))
        else:
            above, below = abs(value.numerator), value.denominator
            over = language.words["over"]
            said = f"{amount.integer(str(above), language)} {over} {language.rules.spell(below)}"
        yield position, position + 1, said
