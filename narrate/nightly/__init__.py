"""Nights that need nobody: find what is new, plan, narrate, publish, verify, report."""

from pathlib import Path

WORK = Path("output/work")
"""What nights leave for the next one, in the folder of ``narrate.toml``: never to be uploaded."""
