"""Who speaks, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from narrate.model.article import READ_BY_DEFAULT, BlockKind
from narrate.model.delivery import Recording
from narrate.model.script import Boundary, Role

Quality = Literal["basic", "good", "natural"]
Option = str | int | float | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a role differs from the rest: factors on the voice's own settings."""

    rate: float = 1.0
    pitch: float = 1.0
    volume: float = 1.0


# What a listener hears without looking: a headline is slow and high, a quotation is somebody
# else, an aside is said in passing.
STYLES: Mapping[Role, Style] = {
    "title": Style(rate=0.9, pitch=1.2),
    "standfirst": Style(rate=0.96),
    "heading": Style(rate=0.9, pitch=1.15),
    "list": Style(rate=0.93),
    "quote": Style(rate=0.97, pitch=0.8),
    "aside": Style(rate=1.06, pitch=0.92, volume=0.85),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice profile: who speaks, how, and what of an article is read."""

    name: str
    engine: str
    description: str = ""
    quality: Quality = "basic"
    engine_voice: str = ""
    """The engine's own name for the voice; empty: whichever speaks the language."""
    language: str = ""
    """The one language this voice speaks; empty: any that the engine has."""
    accents: Mapping[str, str] = field(default_factory=dict)
    """The variety to use when an article names only the language: en -> en-US."""
    rate: float = 1.0
    """1.0 is the engine's normal speed, 2.0 twice as fast."""
    pitch: float = 1.0
    """1.0 is the voice's own pitch."""
    volume: float = 1.0
    """0.0 to 1.0."""
    pacing: Mapping[Boundary, int] = field(default_factory=dict)
    """Milliseconds of silence."""
    longest: int = 400
    """Spoken characters in one breath: some 25 seconds. Engines lose their melody, and some
    their footing, over more; a longer sentence is parted at its clauses."""
    reads: frozenset[BlockKind] = READ_BY_DEFAULT
    lexicons: tuple[str, ...] = ()
    roles: Mapping[Role, str] = field(default_factory=dict)
    """Which other voice profile speaks a role; a role not named is spoken by this one."""
    styles: Mapping[Role, Style] = field(default_factory=dict)
    """In place of ``STYLES`` for the roles that it names."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """Which other voice profile speaks a language; ``*``: any that this one does not."""
    fallback: tuple[str, ...] = ()
    """Voice profiles that speak, the first that can, where this one's engine does not."""
    recording: Recording = field(default_factory=Recording)
    """How what it speaks is delivered; that of the profile which reads the article counts."""
    options: Mapping[str, Option] = field(default_factory=dict)
    """What only its engine understands: a server's address, a speaker."""
    price: float = 0.0
    """What the engine's owner asks for a million characters, in any currency."""
    max_cost: float | None = None
    """What one recording may cost, in that currency; None: whatever it costs."""
    at_once: int = 0
    """Utterances spoken at a time; 0: one a core."""
    a_minute: int = 0
    """Utterances begun in a minute; 0: as many as it speaks."""

    def speaker(self, role: Role, language: str) -> str:
        """The profile that speaks a role in a language; empty where none does.

        The language decides first: a quotation in German is for who speaks German.
        """
        primary = primary_language(language)
        named = self.languages.get(language) or self.languages.get(primary)
        if named:
            return named
        if self.language and primary_language(self.language) != primary:
            return self.languages.get("*", "")
        return self.roles.get(role, self.name)

    def in_role(self, role: Role) -> Voice:
        """This voice as it sounds in a role."""
        style = self.styles.get(role) or STYLES.get(role, Style())
        return replace(
            self,
            rate=_within(RATES, self.rate * style.rate),
            pitch=_within(PITCHES, self.pitch * style.pitch),
            volume=_within(VOLUMES, self.volume * style.volume),
        )


RATES = (0.3, 4.0)
PITCHES = (0.0, 2.0)
VOLUMES = (0.0, 1.0)


def primary_language(tag: str) -> str:
    """The language of a BCP 47 tag without its region or script: ``pt-BR`` is ``pt``."""
    return tag.replace("_", "-").partition("-")[0].lower()


def _within(limits: tuple[float, float], value: float) -> float:
    return min(limits[1], max(limits[0], value))


ANY_NAME = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineVoice:
    """A voice as its engine knows it."""

    id: str
    """The engine's own name for it; ``ANY_NAME`` where the engine takes every name."""
    language: str
    """BCP 47; empty where the voice speaks any."""
    description: str = ""
    version: str = ""
    """Of the voice's own data, where those may be exchanged under the same name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRequest:
    """One call of an engine: what to say, and how."""

    text: str
    """As it is spoken, never empty."""
    ssml: str = ""
    """The same as SSML, for engines that take it, where that says more; otherwise empty."""
    language: str = ""
    engine_voice: str = ""
    """Empty: whichever of the engine's voices speaks the language."""
    rate: float = 1.0
    pitch: float = 1.0
    volume: float = 1.0
    options: Mapping[str, Option] = field(default_factory=dict)
