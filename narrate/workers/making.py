"""A work, carried out in this process."""

from __future__ import annotations

from narrate import pipeline
from narrate.model import Episode
from narrate.pipeline import Progress
from narrate.speech.synthesis import Engines
from narrate.workers.work import Work


def make(
    work: Work, *, engines: Engines | None = None, on_progress: Progress | None = None
) -> Episode:
    """Its recording, as ``pipeline.make`` makes it, with its errors."""
    return pipeline.make(
        work.source,
        voice=work.voice,
        to=work.to,
        file_format=work.file_format or None,
        settings=work.settings,
        cache=work.cache,
        on_progress=on_progress,
        engines=engines,
    )
