"""The story on one page: read, clean, write, speak, stitch, publish.

Only this module knows the order of the rooms.
"""

from __future__ import annotations

import logging
import os
import tempfile
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from narrate import memory, resources
from narrate.article.cleaner import clean, subject_of
from narrate.article.language import detect
from narrate.article.refusal.check import insist_on_all
from narrate.audio import music, player
from narrate.audio.encoder import FORMATS as AUDIO_FORMATS
from narrate.audio.finishing import finish
from narrate.audio.music import Music
from narrate.audio.recorder import Recorder
from narrate.audio.stitcher import Piece, stitch
from narrate.audio.timeline import TimelineBuilder
from narrate.config import Settings
from narrate.errors import ArticleError, SourceError
from narrate.model import (
    Article,
    AudioFormat,
    Block,
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
from narrate.model.voice import primary_language
from narrate.publishing import episode, files
from narrate.publishing.place import place
from narrate.publishing.tags import tags
from narrate.script import writer
from narrate.script.announcement import announced
from narrate.sources.picture import picture
from narrate.sources.reader import read
from narrate.speech import synthesis
from narrate.speech.cache import ClipCache
from narrate.speech.synthesis import Engines
from narrate.speech.voice import DEFAULT, cast_of, load

FORMATS = (*AUDIO_FORMATS, "epub")
"""What a recording can be written as, by its file's suffix."""

USUAL = Settings()
"""What holds where no ``narrate.toml`` says otherwise."""

log = logging.getLogger(__name__)

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
    profile = _profile(voice)
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
    profile, where = _profile(voice), place(to)
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


def play(
    source: Source | str | os.PathLike[str],
    *,
    voice: Voice | str = DEFAULT,
    settings: Settings = USUAL,
) -> None:
    """Speak an article through the machine's loudspeaker while it is being made.

    Returns when it has been heard. Raises a NarrateError that says which step failed and why.
    """
    profile = _profile(voice)
    with engines_for(profile) as engines:
        engines.warm(profile.name)
        with closing(_at_once(read(source), profile, settings, engines)) as pieces:
            player.play(pieces)


def sample(
    text: str = "",
    *,
    voice: Voice | str = DEFAULT,
    to: str | os.PathLike[str] | None = None,
    language: str = "",
    settings: Settings = USUAL,
) -> None:
    """Hear a voice: it says ``text``, or a short article in its language.

    ``language`` is the text's; otherwise the voice's, or as it looks. Through the loudspeaker,
    or into the audio file ``to``, its format by suffix. Raises a NarrateError that says which
    step failed and why: OutputError where there is no loudspeaker.
    """
    profile = _profile(voice)
    if text:
        language = language or profile.language or detect(text)
        block = Block(kind="paragraph", text=" ".join(text.split()))
        article = Article(title="", blocks=(block,), language=language)
    else:
        article = clean(read(resources.sample(primary_language(profile.language or "en"))))
    script = writer.write(article, profile, settings.lexicons)
    if not script.utterances:
        raise ArticleError("there is nothing to say", advice="Give a text with words in it.")
    with engines_for(profile) as engines, closing(engines.speak(script)) as clips:
        if to is None:
            player.play(stitch(script, clips))
            return
        with tempfile.TemporaryFile() as recorded, _disk():
            recorder = Recorder(recorded, _volumes(profile))
            for _ in recorder.pass_by(stitch(script, clips)):
                pass
            audio, path = recorder.audio(profile.recording), place(to)
            with files.appearing(path) as (file,):
                finish(audio, profile.recording, file, path.suffix[1:])


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
    profile = _profile(voice)
    article = _article(page, profile)
    script = writer.write(article, profile, settings.lexicons)
    if not script.utterances:
        raise _nothing_to_read(page)
    return article, script, profile


def _article(page: Page, voice: Voice) -> Article:
    article = clean(page)
    insist_on_all(article, subject_of(page))
    return announced(article, voice.recording)


def _nothing_to_read(page: Page) -> ArticleError:
    return ArticleError(
        "there is nothing in it to read aloud",
        subject=subject_of(page),
        advice="narrate text --why shows what was left out.",
    )


def write(article: Article, voice: Voice | str = DEFAULT, settings: Settings = USUAL) -> Script:
    """What will be said of the article, and the pauses between. Raises VoiceError."""
    return writer.write(article, _profile(voice), settings.lexicons)


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
    return Engines(cast_of(_profile(voice)), cache=clips, processes=processes)


def _profile(voice: Voice | str) -> Voice:
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
    builder, recorder = TimelineBuilder(), Recorder(file, _volumes(voice))
    total, done = len(script.utterances), 0
    with closing(engines.speak(script)) as clips, _disk():
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
        cover=_cover(article, page),
    )


def _published(
    narration: Narration,
    path: Place,
    fingerprint: str = "",
    on_progress: Progress | None = None,
) -> Episode:
    audio, recording = narration.audio, narration.voice.recording
    sound_format = "mp3" if path.suffix == ".epub" else path.suffix[1:]
    layers = Music(recording).layers(audio, narration.timeline.cues)
    about = tags(
        article=narration.article,
        source=narration.source,
        timeline=narration.timeline,
        cover=narration.cover,
    )
    ends = [cue.end for cue in narration.timeline.cues]

    def reached(frame: int) -> None:
        if on_progress:
            on_progress(bisect_right(ends, frame), len(ends))

    with tempfile.TemporaryFile() as encoded:
        with _disk():
            finish(
                audio,
                recording,
                encoded,
                sound_format,
                layers=layers,
                cues=narration.timeline.cues,
                tags=about,
                reached=reached,
            )
        return episode.publish(
            path,
            encoded,
            source=narration.source,
            article=narration.article,
            script=narration.script,
            voice=narration.voice,
            timeline=narration.timeline,
            tags=about,
            fingerprint=fingerprint,
        )


def _at_once(page: Page, voice: Voice, settings: Settings, engines: Engines) -> Generator[Piece]:
    """The article as pieces of sound; all but its first block is written while that is heard."""
    article = _article(page, voice)
    # What a paid voice will cost is known when all is written.
    paid = any(profile.price for profile in cast_of(voice).values())
    opening = replace(article, blocks=() if paid else article.blocks[:1])
    first = writer.write(opening, voice, settings.lexicons)
    shape: AudioFormat | None = None
    with closing(engines.speak(first)) as clips:
        for piece in stitch(first, clips):
            shape = piece.format
            yield piece
    whole = writer.write(article, voice, settings.lexicons)
    if not whole.utterances:
        raise _nothing_to_read(page)
    rest = replace(whole, lines=whole.lines[len(first.lines) :])
    with closing(engines.speak(rest)) as clips:
        yield from stitch(rest, clips, shape)


def _volumes(voice: Voice) -> dict[str, float]:
    return {name: profile.volume for name, profile in cast_of(voice).items()}


def _cover(article: Article, page: Page) -> bytes | None:
    """The article's picture; a recording without one is still a recording."""
    try:
        return picture(article.image, page)
    except SourceError as error:
        log.warning("No cover: %s", error)
        return None


@contextmanager
def _disk() -> Iterator[None]:
    """The temporary files that sound is kept in fill up and fail as others do."""
    with files.explained(Path(tempfile.gettempdir())):
        yield
