"""The story on one page: read, clean, write, speak, stitch, publish.

Only this module knows the order of the rooms.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from narrate.article.cleaner import clean
from narrate.audio.encoder import encoder
from narrate.audio.stitcher import Piece, stitch
from narrate.audio.timeline import TimelineBuilder
from narrate.errors import ArticleError
from narrate.model import (
    Article,
    Audio,
    Clip,
    Episode,
    Narration,
    Page,
    Script,
    Source,
    Voice,
)
from narrate.publishing import cover, files
from narrate.script import writer
from narrate.sources.reader import read
from narrate.speech import synthesis
from narrate.speech.voice import DEFAULT, load, with_roles

Progress = Callable[[int, int], None]
"""Called with the utterances spoken so far, and all of them."""


def narrate(
    source: Source | str | os.PathLike[str],
    *,
    voice: Voice | str = DEFAULT,
    on_progress: Progress | None = None,
) -> Narration:
    """An article as a finished recording; ``save`` puts it into files.

    ``source`` is a path, a URL, or a Source. The audio stands in an unnamed temporary file
    that goes with the narration. Raises a NarrateError that says which step failed and why.
    """
    page = read(source)
    article, script, profile = prepare(page, voice)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the narration
    builder = TimelineBuilder()
    with closing(_pieces(script, profile, builder, on_progress)) as pieces:
        for piece in pieces:
            file.write(piece.pcm)
            audio_format = piece.format
    timeline = builder.timeline(script)
    return Narration(
        source=page.source,
        article=article,
        script=script,
        voice=profile,
        audio=Audio(format=audio_format, frames=timeline.frames, file=file),
        timeline=timeline,
    )


def make(
    source: Source | str | os.PathLike[str],
    *,
    voice: Voice | str = DEFAULT,
    to: str | os.PathLike[str],
    file_format: str | None = None,
    on_progress: Progress | None = None,
) -> Episode:
    """An article as files: what ``narrate`` and ``save`` do, encoded while it is spoken.

    ``to`` is a folder when ``file_format`` is given, and the name then comes from the
    article; otherwise it is the audio file. Raises a NarrateError that says which step failed
    and why; nothing is left behind then.
    """
    page = read(source)
    article, script, profile = prepare(page, voice)
    path = Path(to)
    if file_format:
        path = files.free_path(path, name_of(article, page.source), file_format, page.source)
    files.writable_folder(path.parent)
    builder = TimelineBuilder()
    with tempfile.TemporaryFile() as encoded, files.explained(path):
        sink = None
        with closing(_pieces(script, profile, builder, on_progress)) as pieces:
            for piece in pieces:
                sink = sink or encoder(encoded, piece.format, path.suffix[1:])
                sink.write(piece.pcm)
        assert sink, "a script has at least one utterance"
        sink.finish()
        return publish(
            path,
            encoded,
            source=page.source,
            article=article,
            script=script,
            voice=profile,
            timeline=builder.timeline(script),
            cover=picture(article.image, page),
        )


def save(narration: Narration, path: str | os.PathLike[str]) -> Episode:
    """The narration as an audio file, its format by suffix, captions and record beside it.

    Files appear whole or not at all. Raises OutputError where they cannot be written.
    """
    path = Path(path)
    files.writable_folder(path.parent)
    with tempfile.TemporaryFile() as encoded, files.explained(path):
        sink = encoder(encoded, narration.audio.format, path.suffix[1:])
        for chunk in narration.audio.chunks():
            sink.write(chunk)
        sink.finish()
        return publish(
            path,
            encoded,
            source=narration.source,
            article=narration.article,
            script=narration.script,
            voice=narration.voice,
            timeline=narration.timeline,
            cover=picture(narration.article.image, narration.page),
        )


def prepare(page: Page, voice: Voice | str = DEFAULT) -> tuple[Article, Script, Voice]:
    """The article on a page, its script, and the voice profile that will speak it.

    Raises ArticleError where the page holds nothing that the profile reads.
    """
    profile = load(voice) if isinstance(voice, str) else voice
    article = clean(page)
    script = writer.write(article, profile)
    if not script.utterances:
        raise ArticleError(
            "there is nothing in it to read aloud",
            subject=page.source.uri,
            advice="narrate text --why shows what was left out.",
        )
    return article, script, profile


def write(article: Article, voice: Voice | str = DEFAULT) -> Script:
    """What will be said of the article, and the pauses between. Raises VoiceError."""
    return writer.write(article, load(voice) if isinstance(voice, str) else voice)


def speak(script: Script) -> Iterator[Clip]:
    """A clip for each utterance of the script, in order.

    Raises VoiceError for a voice that is not there, and SpeechError, naming the sentence,
    when the engine fails on it twice.
    """
    voices = {name: load(name) for name in {utterance.voice for utterance in script.utterances}}
    return synthesis.speak(script, voices)


def _pieces(
    script: Script, voice: Voice, builder: TimelineBuilder, on_progress: Progress | None
) -> Iterator[Piece]:
    total = len(script.utterances)
    clips = synthesis.speak(script, with_roles(voice))
    with closing(clips):
        for spoken, piece in enumerate(builder.pass_by(stitch(script, clips))):
            yield piece
