"""Which server, and with what: the ``[options]`` of a profile, and the key."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from narrate.errors import VoiceError
from narrate.model.voice import Option
from narrate.plugins import did_you_mean

OPENAI = "https://api.openai.com/v1"
KEY = "OPENAI_API_KEY"
ADDRESS = "OPENAI_BASE_URL"  # the variable that OpenAI's own library reads

_KINDS: Mapping[str, type] = {
    "base_url": str,
    "model": str,
    "key": str,
    "instructions": str,
    "max_characters": int,
}
_WORDS = {str: "a text in quotes", int: "a whole number"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    base_url: str
    model: str
    instructions: str
    max_characters: int
    """In one request: OpenAI takes 4096."""
    key_variable: str
    key: str = field(repr=False)
    """A secret: in no message, and in no file."""


def server(options: Mapping[str, Option]) -> Server:
    """The server that a profile names, OpenAI's where it names none, and the key for it.

    Raises VoiceError for an option that is not right, and where OpenAI's own server is to
    be asked without a key.
    """
    for name, value in options.items():
        if name not in _KINDS:
            advice = did_you_mean(name, list(_KINDS))
            raise VoiceError(f"the engine openai has no option '{name}'", advice=advice)
        if type(value) is not _KINDS[name]:
            raise VoiceError(f"the option '{name}' must be {_WORDS[_KINDS[name]]}")
    said: dict[str, Any] = dict(options)
    base_url = (said.get("base_url") or os.environ.get(ADDRESS) or OPENAI).rstrip("/")
    parts = urlsplit(base_url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise VoiceError(
            f"'{base_url}' is not the address of a server",
            advice='Give it so: base_url = "http://127.0.0.1:8880/v1"',
        )
    if said.get("max_characters", 1) < 1:
        raise VoiceError("the option 'max_characters' must be 1 or more")
    variable = said.get("key", KEY)
    key = _key(variable)
    if not key and base_url == OPENAI:
        raise VoiceError(f"there is no key for {parts.hostname}", advice=how_to_give_key(variable))
    return Server(
        base_url=base_url,
        model=said.get("model", "tts-1"),
        instructions=said.get("instructions", ""),
        max_characters=said.get("max_characters", 4096),
        key_variable=variable,
        key=key,
    )


def how_to_give_key(variable: str = KEY) -> str:
    """What a person does who has a key."""
    return f"Put it into the environment as {variable}, or type: keyring set narrate {variable}."


def has_key() -> bool:
    """Whether a key for OpenAI is there. Nobody is asked whether it is right."""
    return bool(_key(KEY))


def _key(variable: str) -> str:
    """The key of that name: from the environment, or from the system's store of secrets."""
    if key := os.environ.get(variable, "").strip():
        return key
    try:
        import keyring
    except ImportError:
        return ""
    try:
        return (keyring.get_password("narrate", variable) or "").strip()
    except (
        keyring.errors.KeyringError
    ):  # a machine without a store of secrets, or one that is locked
        return ""
