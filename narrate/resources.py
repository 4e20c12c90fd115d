"""Where bundled and user data live."""

from __future__ import annotations

from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).parent


def bundled_voices() -> Path:
    """The profiles that ship with us.

    A wheel carries them inside the package; a checkout and an editable install keep
    them at the top of the repository, where people look for them.
    """
    packaged = _PACKAGE / "voices"
    return packaged if packaged.is_dir() else _PACKAGE.parent / "voices"


def sample(language: str) -> Path:
    """A short article to hear a voice by, in English where there is none in its language."""
    samples = bundled_voices() / "samples"
    path = samples / f"{language}.md"
    return path if path in samples.glob("*.md") else samples / "en.md"


def user_voices() -> Path:
    """The user's own profiles; they come before the bundled ones of the same name."""
    return _user_data() / "voices"


def user_sites() -> Path:
    """The user's own rules for sites; they come before the bundled ones of the same domain."""
    return _user_data() / "sites"


def user_tasks() -> Path:
    """The tasks that were given to Windows' Task Scheduler, as XML."""
    return _user_data() / "tasks"


def clips() -> Path:
    """Where the clips of earlier runs are kept; it may be deleted at any time."""
    return Path(platformdirs.user_cache_dir("narrate", appauthor=False)) / "clips"


def _user_data() -> Path:
    return Path(platformdirs.user_data_dir("narrate", appauthor=False))
