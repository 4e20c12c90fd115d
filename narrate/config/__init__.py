"""``narrate.toml`` in the working folder: what holds for all that is made there."""

from narrate.config.begin import begin
from narrate.config.nightly import Nightly
from narrate.config.settings import FILE, Settings, read

__all__ = ["FILE", "Nightly", "Settings", "begin", "read"]
