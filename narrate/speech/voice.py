"""Voice profiles by name: the user's own before the bundled ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from narrate.errors import VoiceError
from narrate.model import Voice
from narrate.plugins import did_you_mean
from narrate.resources import bundled_voices, user_voices
from narrate.settings_file import Place
from narrate.speech.profile import parse, wrong

DEFAULT = "newsreader"


def names() -> list[str]:
    """All profiles that can be chosen, sorted."""
    return sorted({path.stem for folder in _folders() for path in folder.glob("*.toml")})


def path_of(name: str) -> Path:
    """The file of a profile. Raises VoiceError, with the nearest name, where there is none."""
    for folder in _folders():
        path = folder / f"{name}.toml"
        # A name is only ever a file in that folder, never a path to somewhere else.
        if path.parent == folder and path.name in {p.name for p in folder.glob("*.toml")}:
            return path
    raise VoiceError(f"there is no voice '{name}'", advice=did_you_mean(name, names()))


def load(name: str) -> Voice:
    """The profile of that name.

    Raises VoiceError: no such profile (with the nearest name), or the file is not right, or
    it names another that is not there, or falls back on itself (with the file and the line).
    """
    path = path_of(name)
    voice = parse(path)
    known = names()
    for place, other in _others(voice):
        if other not in known:
            raise wrong(path, place, f"there is no voice '{other}'", did_you_mean(other, known))
    for other in voice.fallback:
        if name in _behind(other):
            advice = "Take one of the two out of its 'fallback'."
            raise wrong(path, ("fallback", other), f"'{other}' falls back on '{name}'", advice)
    return voice


def cast_of(voice: Voice) -> dict[str, Voice]:
    """Everybody who may have to speak for a profile, by name, itself first.

    Those are who speak a role or a language for it, and who steps in for any of them.
    Raises what ``load`` raises.
    """
    cast = {voice.name: voice}
    waiting = [other for _, other in _others(voice)]
    while waiting:
        name = waiting.pop(0)
        if name not in cast:
            cast[name] = load(name)
            waiting += cast[name].fallback
    return cast


def volumes_of(voice: Voice) -> dict[str, float]:
    """How loud each of the cast is to be among the others, by name. Raises what ``load`` raises."""
    return {name: profile.volume for name, profile in cast_of(voice).items()}


def _folders() -> list[Path]:
    return [user_voices(), bundled_voices()]


def _others(voice: Voice) -> Iterator[tuple[Place, str]]:
    """The profiles that a profile names, and where it does."""
    for role, name in voice.roles.items():
        yield ("roles", role), name
    for language, name in voice.languages.items():
        yield ("languages", language), name
    for name in voice.fallback:
        yield ("fallback", name), name


def _behind(name: str) -> set[str]:
    """The profile and all that it falls back on, one after the other."""
    found: set[str] = set()
    waiting, known = [name], names()
    while waiting:
        name = waiting.pop()
        if name in known and name not in found:
            found.add(name)
            waiting += parse(path_of(name)).fallback
    return found
