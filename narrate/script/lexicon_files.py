"""Lexicon files: our own TOML, and the W3C's Pronunciation Lexicon Specification 1.0.

A TOML lexicon::

    language = "en"                    # may be left out: for any language

    [[entries]]
    written = "Sergei Shoigu"          # a word or a phrase
    spoken = "Sergay Shoygoo"          # or spell = true, or ipa = "…", or language = "ru"
    match_case = true                  # default false
    whole_word = false                 # default true
    site = "example.org"               # only there; or article = "https://…"

    [[examples]]
    text = "Sergei Shoigu spoke."
    spoken = "Sergay Shoygoo spoke."
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from narrate.errors import VoiceError
from narrate.plugins import did_you_mean
from narrate.resources import bundled_voices, user_voices
from narrate.script import lexicon_pls
from narrate.script.lexicon import Lexicon
from narrate.script.lexicon_toml import parse

_SUFFIXES = (".toml", ".pls")
_LARGEST = 64 << 20

OWN = "own"
"""The user's own lexicon, ``own.toml``: in use for every voice, and the first to be asked."""


def read_lexicons(names: Iterable[str]) -> tuple[Lexicon, ...]:
    """The user's own lexicon, and those of these names, in order.

    A name is a path, or a file in a ``voices/lexicons`` folder; the user's comes before the
    bundled one. Raises VoiceError where one is missing or not right, with its file and line.
    """
    return tuple(map(read_lexicon, files_of(names)))


def files_of(names: Iterable[str]) -> list[Path]:
    """The files that ``read_lexicons`` reads. Raises VoiceError where one is not known."""
    own = [own_file()] if own_file().is_file() else []
    return own + [find(name) for name in names if name != OWN]


def own_file() -> Path:
    """Where the user's own lexicon stands, or would."""
    return _folders()[0] / f"{OWN}.toml"


def all_files() -> list[Path]:
    """Every lexicon in the folders, the user's first; of two with one name the first."""
    found: dict[str, Path] = {}
    for folder in _folders():
        for file in sorted(folder.glob("*")) if folder.is_dir() else []:
            if file.suffix in _SUFFIXES and not file.name.startswith("."):
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


@lru_cache(maxsize=64)
def _read(file: Path, _modified: int) -> Lexicon:
    with file.open("rb") as open_file:
        content = open_file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise VoiceError(f"the lexicon is larger than {_LARGEST >> 20} MiB", subject=str(file))
    return lexicon_pls.parse(file, content) if file.suffix == ".pls" else parse(file, content)
