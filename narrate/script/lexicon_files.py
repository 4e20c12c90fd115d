"""Lexicon files: our own TOML, and the W3C's Pronunciation Lexicon Specification 1.0.

A TOML lexicon::

    language = "en"                    # may be left out: for any language

    [[entries]]
    written = "Sergei Shoigu"          # a word or a phrase
    spoken = "Sergay Shoygoo"          # or ipa = "…", or spell = true
    language = "ru"                    # the name's own language; may be left out
    match_case = true                  # default false
    whole_word = false                 # default true
    site = "example.org"               # only there; or article = "https://…"

    [[examples]]
    text = "Sergei Shoigu spoke."
    spoken = "Sergay Shoygoo spoke."
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NoReturn
from xml.parsers import expat

from narrate.errors import VoiceError
from narrate.plugins import did_you_mean
from narrate.resources import bundled_voices, user_voices
from narrate.script.lexicon import Entry, Lexicon

_SUFFIXES = (".toml", ".pls")
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
_TABLE_KEYS = {"language", "description", "site", "article", "entries", "examples"}
_ENTRY_HEADER = re.compile(r"^[ \t]*\[\[[ \t]*entries[ \t]*\]\]", re.MULTILINE)


OWN = "own"
"""The user's own lexicon, ``own.toml``: in use for every voice, and the first to be asked."""


def read_lexicons(names: Iterable[str]) -> tuple[Lexicon, ...]:
    """The user's own lexicon, and those of these names, in order.

    A name is a path, or a file in a ``voices/lexicons`` folder; the user's comes before the
    bundled one. Raises VoiceError where one is missing or not right, with its file and line.
    """
    own = [read_lexicon(own_file())] if own_file().is_file() else []
    return (*own, *(read_lexicon(find(name)) for name in names if name != OWN))


def own_file() -> Path:
    """Where the user's own lexicon stands, or would."""
    return _folders()[0] / f"{OWN}.toml"


def all_files() -> list[Path]:
    """Every lexicon in the folders, the user's first; of two with one name the first."""
    found: dict[str, Path] = {}
    for folder in _folders():
        for file in sorted(folder.glob("*")) if folder.is_dir() else []:
            if file.suffix in _SUFFIXES:
                found.setdefault(file.stem, file)
    return list(found.values())


def read_lexicon(file: Path) -> Lexicon:
    """One lexicon. Raises VoiceError where the file cannot be read or is not right."""
    try:
        return _read(file, file.stat().st_mtime_ns)
    except OSError as error:
        raise VoiceError(
            f"the lexicon cannot be read: {error.strerror}", subject=str(file)
        ) from error


def find(name: str) -> Path:
    """The file of a lexicon: a path is itself. Raises VoiceError for a name that is not known."""
    path = Path(name)
    if path.suffix in _SUFFIXES:
        return path
    known = {file.stem: file for file in all_files()}
    if name in known:
        return known[name]
    raise VoiceError("no such lexicon", subject=name, advice=did_you_mean(name, sorted(known)))


def _folders() -> list[Path]:
    return [voices / "lexicons" for voices in (user_voices(), bundled_voices())]


@cache
def _read(file: Path, _modified: int) -> Lexicon:
    content = file.read_bytes()
    return _from_pls(file, content) if file.suffix == ".pls" else _from_toml(file, content)


def _from_toml(file: Path, content: bytes) -> Lexicon:
    try:
        text = content.decode("utf-8")
        data = tomllib.loads(text)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise VoiceError(f"the lexicon is not TOML in UTF-8: {error}", subject=str(file)) from error
    unknown = sorted(data.keys() - _TABLE_KEYS)
    if unknown:
        _wrong(file, _line_of(text, unknown[0]), f"“{unknown[0]}” is not known in a lexicon")
    language, entries = data.get("language", ""), data.get("entries", [])
    if not isinstance(language, str) or not isinstance(entries, list):
        _wrong(file, 1, "“language” is text and “entries” are [[entries]]")
    scope = {key: data[key] for key in ("site", "article") if key in data}
    headers = [text.count("\n", 0, match.start()) + 1 for match in _ENTRY_HEADER.finditer(text)]
    lines: Sequence[int] = headers if len(headers) == len(entries) else [1] * len(entries)
    return Lexicon(
        name=file.stem,
        language=language,
        entries=tuple(
            _entry(file, line, scope | entry if isinstance(entry, dict) else entry)
            for line, entry in zip(lines, entries, strict=True)
        ),
    )


def _entry(file: Path, line: int, data: Any) -> Entry:
    if not isinstance(data, dict):
        _wrong(file, line, "an entry is a table: [[entries]]")
    for key, value in data.items():
        if key not in _ENTRY_TYPES:
            _wrong(
                file, line, f"“{key}” is not known in an entry", did_you_mean(key, [*_ENTRY_TYPES])
            )
        if not isinstance(value, _ENTRY_TYPES[key]):
            kind = "true or false" if _ENTRY_TYPES[key] is bool else "text"
            _wrong(file, line, f"“{key}” must be {kind}")
    entry = Entry(**data) if "written" in data else Entry(written="")
    if not entry.written.strip():
        _wrong(file, line, "an entry needs “written”")
    if not (entry.spoken or entry.ipa or entry.spell or entry.language):
        _wrong(file, line, "an entry needs “spoken”, “ipa”, “spell” or “language”")
    return entry


def _line_of(text: str, key: str) -> int:
    found = re.search(rf"^[ \t]*\[*[ \t]*{re.escape(key)}\b", text, re.MULTILINE)
    return text.count("\n", 0, found.start()) + 1 if found else 1


def _wrong(file: Path, line: int, problem: str, advice: str = "") -> NoReturn:
    raise VoiceError(problem, subject=f"{file}:{line}", advice=advice)


def _from_pls(file: Path, content: bytes) -> Lexicon:
    """https://www.w3.org/TR/pronunciation-lexicon/ — the first phoneme or alias of a lexeme.

    A document type is refused: entities are how XML is made to expand or to fetch.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    language: list[str] = []
    entries: list[Entry] = []
    graphemes: list[str] = []
    said: dict[str, Any] = {}
    pieces: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(" ")[2]
        pieces.clear()
        if name == "lexicon":
            language.append(attributes.get("http://www.w3.org/XML/1998/namespace lang", ""))
        if name in ("lexicon", "phoneme") and attributes.get("alphabet", "ipa") != "ipa":
            _wrong(file, parser.CurrentLineNumber, "only the alphabet “ipa” is read")
        if name == "lexeme":
            graphemes.clear()
            said.clear()

    def end(tag: str) -> None:
        name, content = tag.rpartition(" ")[2], " ".join("".join(pieces).split())
        if name == "grapheme" and content:
            graphemes.append(content)
        elif name == "phoneme":
            said.setdefault("ipa", content)
        elif name == "alias":
            said.setdefault("spoken", content)
        elif name == "lexeme" and any(said.values()):
            entries.extend(
                Entry(
                    written=word,
                    spoken=said.get("spoken", ""),
                    ipa=said.get("ipa", ""),
                    match_case=True,
                )
                for word in graphemes
            )
        pieces.clear()

    def refuse(*_: object) -> None:
        _wrong(file, parser.CurrentLineNumber, "a lexicon may have no document type")

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = pieces.append
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        reason = expat.ErrorString(error.code)
        raise VoiceError(f"not XML: {reason}", subject=f"{file}:{error.lineno}") from error
    if not language:
        _wrong(file, 1, "no <lexicon>")
    return Lexicon(name=file.stem, language=language[0], entries=tuple(entries))
