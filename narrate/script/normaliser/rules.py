"""The rules in their order. Where two claim the same characters, the first wins."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from narrate.script.normaliser import (
    abbreviation,
    acronym,
    address,
    cardinal,
    date,
    decade,
    electronic,
    emoji,
    footnote,
    formula,
    fraction,
    handle,
    measure,
    money,
    name,
    numeral,
    ordinal,
    percent,
    product,
    range,  # noqa: A004
    roman,
    score,
    symbol,
    telephone,
    time,
    year,
)
from narrate.script.normaliser.language import Found, Language

Find = Callable[[str, Language], Iterator[Found]]
#: What a text must hold for a rule to be worth asking.
Needs = Literal["digit", "symbol", "upper", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A semiotic class: its name, and the function of the module of that name that finds it."""

    name: str
    find: Find
    needs: Needs
    #: Whether it is asked in a language that we have no words for: it leaves out what no
    #: listener wants, and adds nothing.
    wordless: bool = False


#: From the most telling context to the least: a year in a date is no longer a number.
RULES: tuple[Rule, ...] = (
    Rule(name="electronic", find=electronic.find, needs="any", wordless=True),
    Rule(name="handle", find=handle.find, needs="symbol", wordless=True),
    Rule(name="footnote", find=footnote.find, needs="symbol", wordless=True),
    Rule(name="emoji", find=emoji.find, needs="symbol", wordless=True),
    Rule(name="name", find=name.find, needs="any"),
    Rule(name="telephone", find=telephone.find, needs="digit"),
    Rule(name="date", find=date.find, needs="any"),
    Rule(name="time", find=time.find, needs="digit"),
    Rule(name="decade", find=decade.find, needs="digit"),
    Rule(name="money", find=money.find, needs="digit"),
    Rule(name="percent", find=percent.find, needs="digit"),
    Rule(name="measure", find=measure.find, needs="symbol"),
    Rule(name="address", find=address.find, needs="digit"),
    Rule(name="fraction", find=fraction.find, needs="any"),
    Rule(name="score", find=score.find, needs="digit"),
    Rule(name="formula", find=formula.find, needs="upper"),
    Rule(name="roman", find=roman.find, needs="upper"),
    Rule(name="product", find=product.find, needs="digit"),
    Rule(name="range", find=range.find, needs="digit"),
    Rule(name="year", find=year.find, needs="digit"),
    Rule(name="ordinal", find=ordinal.find, needs="digit"),
    Rule(name="cardinal", find=cardinal.find, needs="digit"),
    Rule(name="abbreviation", find=abbreviation.find, needs="any"),
    Rule(name="acronym", find=acronym.find, needs="upper"),
    Rule(name="symbol", find=symbol.find, needs="symbol", wordless=True),
    Rule(name="numeral", find=numeral.find, needs="any"),
)
