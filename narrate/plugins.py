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
from importlib.metadata import entry_points
from types import ModuleType


def names(group: str) -> list[str]:
    """The names in a group such as ``narrate.speech.engines``, sorted, ours and others'."""
    package = importlib.import_module(group)
    ours = {module.name for module in pkgutil.iter_modules(package.__path__)}
    return sorted(ours | {entry.name for entry in entry_points(group=group)})


def load(group: str, name: str) -> ModuleType:
    """The module registered as ``name``.

    Raises LookupError for a name that nobody registered; ours win over others'.
    """
    if name not in names(group):
        raise LookupError(name)
    package = importlib.import_module(group)
    if any(module.name == name for module in pkgutil.iter_modules(package.__path__)):
        return importlib.import_module(f"{group}.{name}")
    (entry, *_) = entry_points(group=group, name=name)
    module: ModuleType = entry.load()
    return module


def did_you_mean(name: str, known: list[str]) -> str:
    """Advice for a name that is not known."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
    choices = ", ".join(known) or "none"
    return f"Did you mean '{close[0]}'? Known: {choices}." if close else f"Known: {choices}."
