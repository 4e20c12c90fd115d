"""narrate: articles in, finished recordings out.

>>> import narrate
>>> narration = narrate.narrate("story.html", voice="newsreader")  # doctest: +SKIP
>>> narrate.save(narration, "story.mp3")  # doctest: +SKIP

Everything here is loaded when it is first used, so that importing costs nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from narrate.version import __version__ as __version__

if TYPE_CHECKING:
    from narrate.article.cleaner import clean as clean
    from narrate.errors import ArticleError as ArticleError
    from narrate.errors import ConfigError as ConfigError
    from narrate.errors import MissingExtraError as MissingExtraError
    from narrate.errors import NarrateError as NarrateError
    from narrate.errors import OutputError as OutputError
    from narrate.errors import SourceError as SourceError
    from narrate.errors import SpeechError as SpeechError
    from narrate.errors import VoiceError as VoiceError
    from narrate.model import Article as Article
    from narrate.model import Block as Block
    from narrate.model import Clip as Clip
    from narrate.model import Episode as Episode
    from narrate.model import Narration as Narration
    from narrate.model import Page as Page
    from narrate.model import Script as Script
    from narrate.model import Source as Source
    from narrate.model import Voice as Voice
    from narrate.pipeline import make as make
    from narrate.pipeline import narrate as narrate
    from narrate.pipeline import save as save
    from narrate.pipeline import speak as speak
    from narrate.pipeline import write as write
    from narrate.script.normaliser.spoken import to_spoken as to_spoken
    from narrate.script.segmenter import split_sentences as split_sentences
    from narrate.sources.reader import read as read

_HOMES = {
    "narrate.pipeline": ("narrate", "save", "make", "write", "speak"),
    "narrate.sources.reader": ("read",),
    "narrate.article.cleaner": ("clean",),
    "narrate.script.segmenter": ("split_sentences",),
    "narrate.script.normaliser.spoken": ("to_spoken",),
    "narrate.model": (
        "Source",
        "Page",
        "Article",
        "Block",
        "Script",
        "Voice",
        "Clip",
        "Narration",
        "Episode",
    ),
    "narrate.errors": (
        "NarrateError",
        "SourceError",
        "ArticleError",
        "VoiceError",
        "SpeechError",
        "OutputError",
        "ConfigError",
        "MissingExtraError",
    ),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
__all__ = sorted(_HOME_OF)  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> object:
    if name not in _HOME_OF:
        raise AttributeError(f"module 'narrate' has no attribute '{name}'")
    value: object = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
