"""The story on one page: read, clean, write, speak, stitch, publish.

Only this module knows the order of the rooms; ``playback`` goes through them for a listener.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, nullcontext
from typing import BinaryIO

from narrate import memory, resources
from narrate.article.cleaner import clean, subject_of
from narrate.article.refusal.check import insist_on_all
from narrate.audio import music
from narrate.audio.encoder import FORMATS as AUDIO_FORMATS
from narrate.audio.encoder import insist_on
from narrate.audio.finishing import finish
from narrate.audio.music import Music
from narrate.audio.recorder import Recorder
from narrate.audio.stitcher import stitch
from narrate.audio.timeline import TimelineBuilder
from narrate.config import Settings
from narrate.errors import ArticleError
from narrate.model import (
    Article,
    Clip,
    Episode,
    Narration,
    Page,
    Place,
    Script,
    Source,
    Utterance,
    Voice,
)
from narrate.publishing import episode, files
from narrate.publishing.place import place
from narrate.publishing.tags import tags
from narrate.script import writer
from narrate.script.announcement import announced
from narrate.sources.picture import cover
from narrate.sources.reader import read
from narrate.speech import synthesis
from narrate.speech.cache import ClipCache
from narrate.speech.synthesis import Engines
from narrate.speech.voice import DEFAULT, cast_of, load, volumes_of

FORMATS = (*AUDIO_FORMATS, "epub")
"""What a recording can be written as, by its file's suffix."""

USUAL = Settings()
"""What holds where no ``narrate.toml`` says otherwise."""

Progress = Callable[[int, int], None]
"""Called with the utterances spoken so far, and all of them. Then, where a file is made, from
the beginning again with those whose sound is in the file."""


def narrate(
    source: Source | str | os.PathLike[str],
    *,
    voice: Voice | str = DEFAULT,
    settings: Settings = USUAL,
    cache: bool = True,
    on_progress: Progress | None = None,
) -> Narration:
    """An article as a finished recording; ``save`` puts it into files.

    ``source`` is a path, a URL, or a Source; without ``cache`` every sentence is spoken anew.
    The audio stands in an unnamed temporary file that goes with the narration. Raises a
    NarrateError that says which step failed and why.
    """
    profile = profile_of(voice)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it lives as long as the narration
    with engines_for(profile, cache=cache) as engines:
        engines.warm(profile.name)
        page = read(source)
        article, script, _ = prepare(page, profile, settings)
        return _narrated(page, article, script, profile, engines, file, on_progress)


def make(
    source: Source | str | os.PathLike[str],
    *,
    voice: Voice | str = DEFAULT,
    to: str | os.PathLike[str],
    file_format: str | None = None,
    settings: Settings = USUAL,
    cache: bool = True,
    on_progress: Progress | None = None,
    engines: Engines | None = None,
) -> Episode:
    """An article as files: what ``narrate`` and ``save`` do.

    ``to`` is a folder when ``file_format`` is given, and the name then comes from the
    article; otherwise it is the audio file. Either may stand in an object store
    (``s3://bucket/site/``). Where the same recording stands already, it is left as it is;
    without ``cache`` it is made again, every sentence spoken anew. ``engines`` are those that
    ``engines_for`` gave for the voice, and stay as they are. Raises a NarrateError that says
    which step failed and why; nothing is left behind then.
    """
    profile, where = profile_of(voice), place(to)
    insist_on(_sound_in(file_format or where.suffix[1:]))
    ready = nullcontext(engines) if engines else engines_for(profile, cache=cache)
    with ready as engines, tempfile.TemporaryFile() as recorded:
        engines.warm(profile.name)
        page = read(source)
        article, script, _ = prepare(page, profile, settings)
        with episode.reserved(article, page.source, where, file_format) as path:
            known = [*engines.names(script), *music.digests(profile.recording)]
            fingerprint = episode.fingerprint(article, script, profile, known, path)
            standing = episode.standing(path, fingerprint) if cache else None
            if standing:
                return standing
            narration = _narrated(page, article, script, profile, engines, recorded, on_progress)
            return _published(narration, path, fingerprint, on_progress)


def save(narration: Narration, path: str | os.PathLike[str]) -> Episode:
    """The narration as an audio file, its format by suffix, captions and record beside it.

    Files appear whole or not at all. Raises OutputError where they cannot be written.
    """
    to = place(path)
    with episode.reserved(narration.article, narration.source, to, file_format=None):
        return _published(narration, to)


def prepare(
    page: Page, voice: Voice | str = DEFAULT, settings: Settings = USUAL
) -> tuple[Article, Script, Voice]:
    """The article on a page, its script, and the voice profile that will speak it.

    Raises ArticleError where the page holds nothing that the profile reads, or only the
    beginning of its article.
    """
    profile = profile_of(voice)
    article = article_on(page, profile)
    return article, script_of(page, article, profile, settings), profile


def article_on(page: Page, voice: Voice) -> Article:
    """The article on a page, as the voice is to announce it. Raises ArticleError."""
    article = clean(page)
    insist_on_all(article, subject_of(page))
    return announced(article, voice.recording)


def script_of(page: Page, article: Article, voice: Voice, settings: Settings) -> Script:
    """The script of the article on a page. Raises ArticleError where there is nothing in it."""
    script = writer.write(article, voice, settings.lexicons)
    if not script.utterances:
        raise ArticleError(
            "there is nothing in it to read aloud",
            subject=subject_of(page),
            advice="narrate text --why shows what was left out.",
        )
    return script


def write(article: Article, voice: Voice | str = DEFAULT, settings: Settings = USUAL) -> Script:
    """What will be said of the article, and the pauses between. Raises VoiceError."""
    return writer.write(article, profile_of(voice), settings.lexicons)


def speak(script: Script) -> Iterator[Clip]:
    """A clip for each utterance of the script, in order.

    Raises VoiceError for a voice that is not there, and SpeechError, naming the sentence,
    when the engine fails on it twice.
    """
    voices: dict[str, Voice] = {}
    for name in {utterance.voice for utterance in script.utterances}:
        voices |= cast_of(load(name))
    return synthesis.speak(script, voices)


def engines_for(voice: Voice | str, *, cache: bool = True, processes: int | None = None) -> Engines:
    """The engines that speak for a voice: for several recordings, one after the other.

    ``processes`` is how many speak at a time (default: one a core). Raises VoiceError.
    """
    clips = ClipCache(resources.clips()) if cache else None
    return Engines(cast_of(profile_of(voice)), cache=clips, processes=processes)


def profile_of(voice: Voice | str) -> Voice:
    """The profile, if it is not one already. Raises VoiceError."""
    return load(voice) if isinstance(voice, str) else voice


def _narrated(
    page: Page,
    article: Article,
    script: Script,
    voice: Voice,
    engines: Engines,
    file: BinaryIO,
    on_progress: Progress | None,
) -> Narration:
    """The script, spoken into ``file``; nobody speaks on when this is interrupted."""
    memory.keep()
    builder, recorder = TimelineBuilder(), Recorder(file, volumes_of(voice))
    total, done = len(script.utterances), 0
    with closing(engines.speak(script)) as clips, files.scratch_explained():
        pieces = Music(voice.recording).in_between(stitch(script, clips))
        for piece in recorder.pass_by(builder.pass_by(pieces)):
            if isinstance(piece.line, Utterance):
                done += 1
                if on_progress:
                    on_progress(done, total)
    return Narration(
        source=page.source,
        article=article,
        script=script,
        voice=voice,
        audio=recorder.audio(voice.recording),
        timeline=builder.timeline(script),
        cover=cover(article.image, page),
    )


def _sound_in(file_format: str) -> str:
    return "mp3" if file_format == "epub" else file_format


def _published(
    narration: Narration,
    path: Place,
    fingerprint: str = "",
    on_progress: Progress | None = None,
) -> Episode:
    recording, cues, about = narration.voice.recording, narration.timeline.cues, tags(narration)
    with tempfile.TemporaryFile() as encoded:
        with files.scratch_explained():
            finish(
                narration.audio,
                recording,
                encoded,
                _sound_in(path.suffix[1:]),
                layers=Music(recording).layers(narration.audio, cues),
                cues=cues,
                tags=about,
                on_progress=on_progress,
            )
        return episode.publish(narration, path, encoded, about, fingerprint)
