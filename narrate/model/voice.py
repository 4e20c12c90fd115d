"""Who speaks, and how."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from narrate.model.article import READ_BY_DEFAULT, BlockKind
from narrate.model.script import Boundary, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice profile: who speaks, how, and what of an article is read."""

    name: str
    engine: str
    description: str = ""
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
    reads: frozenset[BlockKind] = READ_BY_DEFAULT
    lexicons: tuple[str, ...] = ()
    roles: Mapping[Role, str] = field(default_factory=dict)
    """Which other voice profile speaks a role; a role not named is spoken by this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineVoice:
    """A voice as its engine knows it."""

    id: str
    """The engine's own name for it."""
    language: str
    """BCP 47; empty where the voice speaks any."""
    description: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRequest:
    """One call of an engine: what to say, and how."""

    text: str
    """As it is spoken, never empty."""
    language: str = ""
    engine_voice: str = ""
    """Empty: whichever of the engine's voices speaks the language."""
    rate: float = 1.0
    pitch: float = 1.0
    volume: float = 1.0
