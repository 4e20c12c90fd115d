"""The story for a listener: an article, or a voice, heard while it is being made."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace

from narrate import resources
from narrate.article.cleaner import clean
from narrate.article.language import detect
from narrate.audio import player
from narrate.audio.finishing import finish
from narrate.audio.recorder import Recorder
from narrate.audio.stitcher import Piece, stitch
from narrate.config import Settings
from narrate.errors import ArticleError
from narrate.model import Article, AudioFormat, Block, Page, Source, Voice
from narrate.model.voice import primary_language
from narrate.pipeline import USUAL, article_on, engines_for, profile_of, script_of
from narrate.publishing import files
from narrate.publishing.place import place
from narrate.script import writer
from narrate.sources.reader import read
from narrate.speech.synthesis import Engines
from narrate.speech.voice import DEFAULT, cast_of, volumes_of


def play(
    source: Source | str | os.PathLike[str],
    *,
    voice: Voice | str = DEFAULT,
    settings: Settings = USUAL,
) -> None:
    """Speak an article through the machine's loudspeaker while it is being made.

    Returns when it has been heard. Raises a NarrateError that says which step failed and why.
    """
    profile = profile_of(voice)
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
    profile = profile_of(voice)
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
        with tempfile.TemporaryFile() as recorded, files.scratch_explained():
            recorder = Recorder(recorded, volumes_of(profile))
            for _ in recorder.pass_by(stitch(script, clips)):
                pass
            audio, path = recorder.audio(profile.recording), place(to)
            with files.appearing(path) as (file,):
                finish(audio, profile.recording, file, path.suffix[1:])


def _at_once(page: Page, voice: Voice, settings: Settings, engines: Engines) -> Generator[Piece]:
    """The article as pieces of sound; all but its first block is written while that is heard."""
    article = article_on(page, voice)
    # What a paid voice will cost is known when all is written.
    paid = any(profile.price for profile in cast_of(voice).values())
    opening = replace(article, blocks=() if paid else article.blocks[:1])
    first = writer.write(opening, voice, settings.lexicons)
    shape: AudioFormat | None = None
    with closing(engines.speak(first)) as clips:
        for piece in stitch(first, clips):
            shape = piece.format
            yield piece
    whole = script_of(page, article, voice, settings)
    rest = replace(whole, lines=whole.lines[len(first.lines) :])
    with closing(engines.speak(rest)) as clips:
        yield from stitch(rest, clips, shape)
