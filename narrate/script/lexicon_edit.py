"""An entry put into a lexicon file that a person keeps: all else in it stays as it is."""

from __future__ import annotations

import os
import re
import tempfile
import tomllib
from pathlib import Path

from narrate.errors import VoiceError
from narrate.script.lexicon import Entry
from narrate.script.lexicon_files import read_lexicon
from narrate.script.lexicon_toml import parse

_HEADER = re.compile(r"^[ \t]*\[\[?[^\]\n]*\]\]?[ \t]*(?:#.*)?$", re.MULTILINE)
_NEW = """\
# How names are said. Made by: narrate lexicon add. Edit it as you like; each entry is
# written = "…", and spoken = "…" or ipa = "…" or spell = true.
"""


def add(file: Path, entry: Entry) -> bool:
    """Put the entry into the file, which is made if need be; whether it took another's place.

    An entry for the same writing in the same scope is replaced. The file appears whole or not
    at all. Raises VoiceError where it is not a lexicon, or cannot be written.
    """
    if file.suffix != ".toml":
        raise VoiceError(
            "entries are added to TOML lexicons only",
            subject=str(file),
            advice="Give the name of another lexicon with --to.",
        )
    text = _NEW
    if file.exists():
        read_lexicon(file)  # is it one?
        text = file.read_text(encoding="utf-8")
    before = _span_of(text, entry)
    if before:
        start, end = before
        text = text[:start] + _table(entry) + text[end:]
    else:
        text = text.rstrip("\n") + "\n\n" + _table(entry)
    _write(file, text)
    return before is not None


def _span_of(text: str, entry: Entry) -> tuple[int, int] | None:
    """Where the entry for the same writing in the same scope stands in the file."""
    headers = [(match.start(), match[0].split("#")[0].strip()) for match in _HEADER.finditer(text)]
    for number, (start, header) in enumerate(headers):
        if header.replace(" ", "") != "[[entries]]":
            continue
        end = headers[number + 1][0] if number + 1 < len(headers) else len(text)
        body = text[start:end]
        # Comments before the next entry are that entry's.
        kept = re.sub(r"(?:\n[ \t]*(?:#[^\n]*)?)*\Z", "\n", body, count=1)
        try:
            (found,) = tomllib.loads(body)["entries"]
        except tomllib.TOMLDecodeError:  # a "[" in a string of several lines
            continue
        if all(found.get(key, "") == getattr(entry, key) for key in ("written", "site", "article")):
            return start, start + len(kept)
    return None


def _table(entry: Entry) -> str:
    facts: list[tuple[str, str | bool, str | bool]] = [
        ("written", entry.written, ""),
        ("spoken", entry.spoken, ""),
        ("ipa", entry.ipa, ""),
        ("spell", entry.spell, False),
        ("language", entry.language, ""),
        ("match_case", entry.match_case, False),
        ("whole_word", entry.whole_word, True),
        ("site", entry.site, ""),
        ("article", entry.article, ""),
    ]
    lines = [f"{key} = {_toml(value)}\n" for key, value, usual in facts if value != usual]
    return "[[entries]]\n" + "".join(lines)


def _toml(value: str | bool) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in escaped) + '"'


def _write(file: Path, text: str) -> None:
    try:
        parse(file, text.encode("utf-8"))
    except UnicodeEncodeError:
        raise VoiceError("the entry holds half a character", subject=str(file)) from None
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        handle, part = tempfile.mkstemp(dir=file.parent, prefix=".", suffix=".toml")
    except OSError as error:
        raise VoiceError(f"it cannot be written: {error.strerror}", subject=str(file)) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as new:
            new.write(text)
        Path(part).chmod(file.stat().st_mode & 0o777 if file.exists() else 0o644)
        Path(part).replace(file)
    except OSError as error:
        raise VoiceError(f"it cannot be written: {error.strerror}", subject=str(file)) from error
    finally:
        Path(part).unlink(missing_ok=True)
