"""A lexicon in our own TOML, to its entries. The form is described in ``lexicon_files.py``.

Tomllib takes a second for fifty thousand entries. Nearly all are a few plain lines, which one
pattern reads; an entry that is written otherwise is given to tomllib alone.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, NoReturn

from narrate.errors import VoiceError
from narrate.plugins import did_you_mean
from narrate.script.lexicon import Entry, Lexicon
from narrate.settings_file import line_of

LONGEST = 300
"""Characters of what an entry is for; more is no name."""

_ENTRY_TYPES: dict[str, type] = {
    "written": str,
    "spoken": str,
    "ipa": str,
    "spell": bool,
    "language": str,
    "match_case": bool,
    "whole_word": bool,
    "site": str,
    "article": str,
}
_FILE_TYPES: dict[str, type] = {
    "language": str,
    "description": str,
    "site": str,
    "article": str,
    "entries": list,
    "examples": list,
}
_SAYING = ("spoken", "ipa", "spell", "language")
_CALLED = {str: "a text in quotes", bool: "true or false", list: "tables: [[entries]]"}
_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*entries[ \t]*\]\][ \t]*(?:#.*)?$", re.MULTILINE)
_COMMENT = r"(?:#[^\x00-\x08\x0a-\x1f\x7f]*)?"
_PAIR = (
    r'(?P<key>\w+)[ \t]*=[ \t]*(?:"(?P<text>[^"\\\x00-\x08\x0a-\x1f\x7f]*)"|(?P<truth>true|false))'
)
_PLAIN = re.compile(rf"(?:[ \t]*(?:{re.sub('[?]P<[a-z]+>', '?:', _PAIR)})?[ \t]*{_COMMENT}\r?\n)*")
_PAIRS = re.compile(rf"^[ \t]*{_PAIR}", re.MULTILINE)


def parse(file: Path, content: bytes) -> Lexicon:
    """The lexicon; ``file`` gives its name. Raises VoiceError with the file and the line."""
    try:
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        try:
            data, entries = _piece_by_piece(file, text)
        except tomllib.TOMLDecodeError:
            data, entries = _whole(file, text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VoiceError(f"the lexicon is not TOML in UTF-8: {error}", subject=str(file)) from error
    for key in data:
        _check(file, text, data, key)
    return Lexicon(name=file.stem, language=data.get("language", ""), entries=entries)


def _piece_by_piece(file: Path, text: str) -> tuple[dict[str, Any], tuple[Entry, ...]]:
    """The file's own settings and its entries. Raises TOMLDecodeError where it is not so easy."""
    starts = [match.start() for match in _HEADER.finditer(text)]
    if '"""' in text or "'''" in text:
        raise tomllib.TOMLDecodeError  # what looks like a header may stand in a text
    data = tomllib.loads(text[: starts[0]] if starts else text)
    if "entries" in data:
        raise tomllib.TOMLDecodeError
    scope = _scope(file, text, data)
    entries: list[Entry] = []
    line = 1 + text.count("\n", 0, starts[0]) if starts else 1
    for start, end in zip(starts, [*starts[1:], len(text)], strict=False):
        piece = text[start:end]
        table = _plain(piece)
        if table is None:
            others = tomllib.loads(piece)
            (table,) = others.pop("entries")
            if others.keys() & data.keys():
                raise tomllib.TOMLDecodeError
            data |= others
        entries.append(_entry(file, line, table, scope))
        line += piece.count("\n")
    return data, tuple(entries)


def _whole(file: Path, text: str) -> tuple[dict[str, Any], tuple[Entry, ...]]:
    data = tomllib.loads(text)
    _check(file, text, data, "entries")
    tables = data.get("entries", [])
    lines = [n for n, line in enumerate(text.split("\n"), 1) if _HEADER.match(line)]
    if len(lines) != len(tables):
        lines = [line_of(text, ("entries",))] * len(tables)
    scope = _scope(file, text, data)
    pairs = zip(lines, tables, strict=True)
    return data, tuple(_entry(file, line, table, scope) for line, table in pairs)


def _scope(file: Path, text: str, data: dict[str, Any]) -> dict[str, Any]:
    """What holds for every entry that does not say otherwise."""
    for key in ("site", "article"):
        _check(file, text, data, key)
    return {key: data[key] for key in ("site", "article") if key in data}


def _check(file: Path, text: str, data: dict[str, Any], key: str) -> None:
    if key in data and not isinstance(data[key], _FILE_TYPES.get(key, ())):
        _wrong(file, line_of(text, (key,)), *_fault("a lexicon", _FILE_TYPES, key))


def _plain(piece: str) -> dict[str, Any] | None:
    """The entry in a piece of the file; None where it is not plain."""
    body = piece.partition("\n")[2]
    if not _PLAIN.fullmatch(body if body.endswith("\n") else f"{body}\n"):
        return None
    pairs = _PAIRS.findall(body)
    found = {key: truth == "true" if truth else said for key, said, truth in pairs}
    return found if len(found) == len(pairs) else None


def _entry(file: Path, line: int, table: Any, scope: dict[str, Any]) -> Entry:
    if not isinstance(table, dict):
        _wrong(file, line, "an entry is a table: [[entries]]")
    for key, value in table.items():
        if type(value) is not _ENTRY_TYPES.get(key):
            _wrong(file, line, *_fault("an entry", _ENTRY_TYPES, key))
    written = table.get("written", "")
    if not written.strip():
        _wrong(file, line, "an entry needs “written”")
    if len(written) > LONGEST:
        _wrong(file, line, f"“written” has more than {LONGEST} characters")
    if not any(map(table.get, _SAYING)):
        _wrong(file, line, "an entry needs “spoken”, “ipa”, “spell” or “language”")
    return Entry(**scope | table)


def _fault(where: str, types: dict[str, type], key: str) -> tuple[str, str]:
    """What is wrong with a key that is not known there, or whose value is of another type."""
    if key in types:
        return f"“{key}” must be {_CALLED[types[key]]}", ""
    return f"“{key}” is not known in {where}", did_you_mean(key, [*types])


def _wrong(file: Path, line: int, problem: str, advice: str = "") -> NoReturn:
    raise VoiceError(problem, subject=f"{file}:{line}", advice=advice)
