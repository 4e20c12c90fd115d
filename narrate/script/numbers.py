"""Numbers as words, by rule tables.

The tables are a small dialect of the rule-based number format that Unicode CLDR uses
(UTS #35, part 3). A ruleset maps base values to templates; the rule with the greatest base
not above the number applies. The base's divisor (its highest power of ten, or what follows
a slash, as in French ``"81/20"``) splits the number in a quotient and a rest:

    ``{n}``         the quotient, in the same ruleset    ``{n:other}`` in another ruleset
    ``{rest}``      the rest                             ``{=:other}`` the number itself
    ``[with|none]`` the first part if there is a rest, else the second
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

#: Above this a number is read digit by digit: no table goes further, and no listener does.
LARGEST = 10**18 - 1

_PART = re.compile(r"\{(n|rest|=)(?::([a-z-]+))?\}|\[([^\]|]*)(?:\|([^\]]*))?\]")


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of a template: literal text, a number, or a choice by whether there is a rest."""

    text: str = ""
    value: str = ""
    ruleset: str = ""
    with_rest: tuple[_Part, ...] = ()
    without: tuple[_Part, ...] = ()


@dataclass(frozen=True, slots=True)
class _Rule:
    divisor: int
    parts: tuple[_Part, ...]


def _parts(template: str) -> Iterator[_Part]:
    end = 0
    for match in _PART.finditer(template):
        if match.start() > end:
            yield _Part(text=template[end : match.start()])
        value, ruleset, with_rest, without = match.groups()
        if value:
            yield _Part(value=value, ruleset=ruleset or "")
        else:
            yield _Part(
                value="choice",
                with_rest=tuple(_parts(with_rest)),
                without=tuple(_parts(without or "")),
            )
        end = match.end()
    if end < len(template):
        yield _Part(text=template[end:])


class NumberRules:
    """The rulesets of one language."""

    def __init__(self, tables: Mapping[str, Mapping[str, str]]) -> None:
        """``tables``: ruleset name -> base (``"20"`` or ``"80/20"``) -> template."""
        self._bases: dict[str, list[int]] = {}
        self._rules: dict[str, list[_Rule]] = {}
        for name, table in tables.items():
            rules: list[tuple[int, _Rule]] = []
            for key, template in table.items():
                base, _, divisor = key.partition("/")
                power = int(divisor) if divisor else 10 ** (len(base) - 1)
                rules.append((int(base), _Rule(power, tuple(_parts(template)))))
            rules.sort(key=lambda pair: pair[0])
            self._bases[name] = [base for base, _ in rules]
            self._rules[name] = [rule for _, rule in rules]

    def __contains__(self, ruleset: str) -> bool:
        return ruleset in self._rules

    def spell(self, number: int, ruleset: str = "cardinal") -> str:
        """``number`` (0 to ``LARGEST``) in words; a KeyError names a ruleset that is missing."""
        index = bisect_right(self._bases[ruleset], number) - 1
        rule = self._rules[ruleset][index]
        return self._fill(rule.parts, number, rule.divisor, ruleset)

    def _fill(self, parts: tuple[_Part, ...], number: int, divisor: int, ruleset: str) -> str:
        words: list[str] = []
        for part in parts:
            if part.text:
                words.append(part.text)
            elif part.value == "n":
                words.append(self.spell(number // divisor, part.ruleset or ruleset))
            elif part.value == "rest":
                words.append(self.spell(number % divisor, part.ruleset or ruleset))
            elif part.value == "=":
                words.append(self.spell(number, part.ruleset))
            else:
                chosen = part.with_rest if number % divisor else part.without
                words.append(self._fill(chosen, number, divisor, ruleset))
        return "".join(words)
