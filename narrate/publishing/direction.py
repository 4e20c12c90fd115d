"""Which way a language is written."""

from __future__ import annotations

_RIGHT_TO_LEFT = frozenset("ar dv fa he ps sd ug ur yi".split())


def right_to_left(language: str) -> bool:
    """Whether a BCP 47 language is written from right to left."""
    return language.replace("_", "-").partition("-")[0].lower() in _RIGHT_TO_LEFT
