"""Find a thing by name: our own module, or an installed package's entry point.

A module's name is its registration: ``narrate/speech/engines/tone.py`` is the engine
``tone``. Another package adds one with an entry point in the group of the same name::

    [project.entry-points."narrate.speech.engines"]
    mine = "my_package.engine"
"""

from __future__ import annotations

import difflib
import importlib
import pkgutil
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.metadata import EntryPoints


def names(group: str) -> list[str]:
    """The names in a group such as ``narrate.speech.engines``, sorted, ours and others'."""
    return sorted(_ours(group) | {entry.name for entry in _others(group)})


def load(group: str, name: str) -> ModuleType:
    """The module registered as ``name``.

    Raises LookupError for a name that nobody registered; ours win over others'.
    """
    if name in _ours(group):
        return importlib.import_module(f"{group}.{name}")
    entry = next((entry for entry in _others(group) if entry.name == name), None)
    if entry is None:
        raise LookupError(name)
    module: ModuleType = entry.load()
    return module


def _ours(group: str) -> set[str]:
    package = importlib.import_module(group)
    return {module.name for module in pkgutil.iter_modules(package.__path__)}


def _others(group: str) -> EntryPoints:
    from importlib.metadata import entry_points  # loads the standard library's mail

    return entry_points(group=group)


def did_you_mean(name: str, known: list[str]) -> str:
    """Advice for a name that is not known."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    choices = ", ".join(known) or "none"
    return f"Did you mean '{close[0]}'? Known: {choices}." if close else f"Known: {choices}."
