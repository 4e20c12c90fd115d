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
    #: The table without which it has nothing to say; a rule that names none is asked in every
    #: language: it leaves out what no listener wants.
    table: str = ""


#: From the most telling context to the least: a year in a date is no longer a number.
RULES: tuple[Rule, ...] = (
    Rule(name="electronic", find=electronic.find, needs="any"),
    Rule(name="handle", find=handle.find, needs="symbol"),
    Rule(name="footnote", find=footnote.find, needs="symbol"),
    Rule(name="emoji", find=emoji.find, needs="symbol"),
    Rule(name="name", find=name.find, needs="any", table="names"),
    Rule(name="telephone", find=telephone.find, needs="digit", table="telephone"),
    Rule(name="date", find=date.find, needs="any", table="dates"),
    Rule(name="time", find=time.find, needs="digit", table="times"),
    Rule(name="decade", find=decade.find, needs="digit", table="dates"),
    Rule(name="money", find=money.find, needs="digit", table="money"),
    Rule(name="percent", find=percent.find, needs="digit", table="symbols"),
    Rule(name="measure", find=measure.find, needs="symbol", table="units"),
    Rule(name="address", find=address.find, needs="digit", table="address"),
    Rule(name="fraction", find=fraction.find, needs="any", table="numbers"),
    Rule(name="score", find=score.find, needs="digit", table="scores"),
    Rule(name="formula", find=formula.find, needs="upper", table="names"),
    Rule(name="roman", find=roman.find, needs="upper", table="roman"),
    Rule(name="product", find=product.find, needs="digit", table="numbers"),
    Rule(name="range", find=range.find, needs="digit", table="numbers"),
    Rule(name="year", find=year.find, needs="digit", table="years"),
    Rule(name="ordinal", find=ordinal.find, needs="digit", table="ordinals"),
    Rule(name="cardinal", find=cardinal.find, needs="digit", table="numbers"),
    Rule(name="abbreviation", find=abbreviation.find, needs="any", table="abbreviations"),
    Rule(name="acronym", find=acronym.find, needs="upper", table="acronyms"),
    Rule(name="symbol", find=symbol.find, needs="symbol"),
    Rule(name="numeral", find=numeral.find, needs="any", table="numbers"),
)
