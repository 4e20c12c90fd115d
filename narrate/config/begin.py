"""A ``narrate.toml`` to begin with: every setting, explained."""

from __future__ import annotations

from pathlib import Path

from narrate.config.settings import FILE
from narrate.errors import ConfigError

TEMPLATE = Path(__file__).with_name("template.toml")


def begin(folder: Path) -> Path:
    """Write the file into the folder, which is made where it is missing; where it stands.

    Raises ConfigError where there is one already, or it cannot be written.
    """
    file = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as new:
            new.write(TEMPLATE.read_text(encoding="utf-8"))
    except FileExistsError:
        advice = "Edit it, or move it away first." if file.exists() else ""
        raise ConfigError("it is there already", subject=str(file), advice=advice) from None
    except OSError as error:
        problem = f"it cannot be written: {error.strerror}"
        raise ConfigError(problem, subject=str(file)) from None
    return file
