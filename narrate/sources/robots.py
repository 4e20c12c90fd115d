"""What a site's robots.txt asks of programs (RFC 9309).

Ours, and not protego's: that keeps every group for every name, so that 50 kB made for the
purpose take 300 MB and seconds. Here one pass keeps the rules of one name, and a rule is
matched in time linear in the address.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

AGENT = "narrate"
"""The name that a group of rules calls us by, and the first word of our User-Agent."""

LONGEST_DELAY = 30.0
"""Seconds between two requests that a site is granted, however many it asks for."""

_LINE = re.compile(r"\s*([A-Za-z-]+)\s*:\s*([^#]*)")
_NAME = re.compile(r"[A-Za-z_-]+|\*")
_SAFE = "/%:?#[]@!$&'()*+,;=-._~"


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of the group that is meant for us."""

    rules: tuple[tuple[str, bool], ...] = ()
    """Patterns and whether what they match may be fetched; the first that matches holds."""
    delay: float = 0.0
    """Seconds that the site wants between two requests."""

    def allow(self, address: str) -> bool:
        """Whether the page at a web address may be fetched."""
        parts = urlsplit(address)
        path = _spelled(parts.path or "/") + (f"?{_spelled(parts.query)}" if parts.query else "")
        return next((allowed for pattern, allowed in self.rules if _matches(pattern, path)), True)


def parse(text: str, agent: str = AGENT) -> Robots:
    """The rules for ``agent``; without a group of its own, those for everybody.

    Nothing in it is an error: what is not understood says nothing.
    """
    rules: dict[bool, list[tuple[str, bool]]] = {True: [], False: []}
    delays: dict[bool, float] = {}
    named = False  # whether any group is ours by name
    groups: set[bool] = set()  # of the rules that follow: ours (True), everybody's (False)
    opening = False  # whether the line before named an agent too
    for line in text.removeprefix("\ufeff").splitlines():
        match = _LINE.match(line)
        if match is None:
            continue
        key, value = match[1].lower(), match[2].strip()
        if key == "user-agent":
            groups = groups if opening else set()
            name = _NAME.match(value)
            if name and name[0].lower() == agent:
                named = True
                groups.add(True)
            elif name and name[0] == "*":
                groups.add(False)
            opening = True
        elif key in ("allow", "disallow"):
            opening = False
            for group in groups if value else ():
                rules[group].append((_spelled(value), key == "allow"))
        elif key == "crawl-delay":
            opening = False
            for group in groups:
                delays[group] = max(delays.get(group, 0.0), _seconds(value))
    # The longest pattern holds, and of two as long the one that allows (section 2.2.2).
    ordered = sorted(dict.fromkeys(rules[named]), key=lambda rule: (-len(rule[0]), not rule[1]))
    return Robots(tuple(ordered), delays.get(named, 0.0))


def _seconds(value: str) -> float:
    return min(float(value), LONGEST_DELAY) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", value) else 0.0


def _spelled(path: str) -> str:
    """One spelling of what may be escaped or not: ``%7e`` is ``~``, and ``ä`` is ``%C3%A4``."""
    if "%" not in path and path.isascii():
        return path
    parts = re.split(r"(%[0-9A-Fa-f]{2})", path)
    parts[1::2] = [_unescaped(part) for part in parts[1::2]]
    return quote("".join(parts), safe=_SAFE)


def _unescaped(escape: str) -> str:
    byte = unquote_to_bytes(escape)
    plain = byte.isalnum() or byte in (b"-", b".", b"_", b"~")
    return byte.decode() if plain else escape.upper()


def _matches(pattern: str, path: str) -> bool:
    """``*`` stands for anything, ``$`` at the end for the end; otherwise a beginning suffices."""
    closed = pattern.endswith("$")
    first, *others = pattern[: len(pattern) - closed].split("*")
    if closed and not others:
        return path == first
    if not path.startswith(first):
        return False
    at = len(first)
    if closed:
        last = others.pop()
        if not path.endswith(last) or len(path) - len(last) < at:
            return False
        path = path[: len(path) - len(last)]
    for part in others:
        found = path.find(part, at)
        if found < 0:
            return False
        at = found + len(part)
    return True
