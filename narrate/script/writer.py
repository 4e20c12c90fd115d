"""Article to script: which blocks are read, in which role and voice, with which silences."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from narrate.errors import VoiceError
from narrate.model import (
    Article,
    Block,
    BlockKind,
    Boundary,
    Pause,
    Role,
    Script,
    Token,
    Utterance,
    Voice,
)
from narrate.script import pacing
from narrate.script.lexicon import Lexicon, pronounce
from narrate.script.lexicon_files import read_lexicons
from narrate.script.normaliser import spoken
from narrate.script.segmenter import sentence_spans

log = logging.getLogger(__name__)

ROLES: Mapping[BlockKind, Role] = {
    "title": "title",
    "standfirst": "standfirst",
    "heading": "heading",
    "paragraph": "body",
    "list item": "list",
    "quote": "quote",
    "code": "aside",
    "table": "aside",
    "caption": "aside",
    "footnote": "aside",
}

# Engines swallow or spell what is shorter: "A.", "5." A sentence of so few letters and
# figures is spoken together with its neighbour.
_SHORTEST = 3


def write(article: Article, voice: Voice, lexicons: Iterable[str] = ()) -> Script:
    """What will be heard of the article in this voice, line by line.

    Every sentence of every block that the voice reads becomes one utterance, or several
    where it is very long; between two utterances stands one pause. ``lexicons`` are names or
    paths of lexicons that come before the voice's. Raises VoiceError for one that is missing
    or not right, and for a language that the voice does not speak.
    """
    language = article.language or voice.language or "en"
    known = tuple(
        lexicon.within(article.url) for lexicon in read_lexicons((*lexicons, *voice.lexicons))
    )
    lines: list[Utterance | Pause] = []
    due: Pause | None = None
    previous: Block | None = None
    for index, block in enumerate(article.blocks):
        if block.kind not in voice.reads:
            continue
        sentences = _sentences(block, block.language or language, known)
        if not sentences:
            due = _longer(due, pacing.pause(voice, "section"))
            continue
        if previous is not None:
            due = _longer(due, pacing.pause(voice, _boundary(previous, block)))
        for sentence in sentences:
            parts = pacing.parts(sentence, block.language or language, voice.longest)
            for part in _with_neighbours(parts, least=1):
                if due is not None and lines:
                    lines.append(due)
                lines.append(_utterance(index, part, block, language, voice))
                due = pacing.pause(voice, "clause")
            due = pacing.pause(voice, "sentence")
        due, previous = None, block
    return Script(language=language, lines=tuple(lines))


def _utterance(
    index: int, tokens: tuple[Token, ...], block: Block, language: str, voice: Voice
) -> Utterance:
    role = ROLES[block.kind]
    spoken_in = block.language or language
    speaker = voice.speaker(role, spoken_in)
    if not speaker and spoken_in != language:
        # A foreign quotation in the article's voice is better than no recording.
        log.warning(
            "no voice for '%s': the voice of the article says %s", spoken_in, _quoted(block.text)
        )
        spoken_in, speaker = language, voice.speaker(role, language)
    if not speaker:
        raise VoiceError(
            f"the voice '{voice.name}' speaks '{voice.language}', and this is in '{spoken_in}'",
            subject=_quoted(block.text),
            advice=f"Choose another with --voice, or name one for it in the profile: [languages] "
            f'{spoken_in} = "NAME"; narrate voices lists them.',
        )
    return Utterance(block=index, tokens=tokens, role=role, voice=speaker, language=spoken_in)


def _quoted(text: str, longest: int = 60) -> str:
    return f"“{text}”" if len(text) <= longest else f"“{text[:longest].rstrip()}…”"


def _boundary(before: Block, after: Block) -> Boundary:
    """The kind of boundary between two blocks that are read one after the other."""
    if after.kind == "heading" and 0 < after.level <= 2 and before.kind not in _HEADINGS:
        return "section"
    if after.kind in _HEADINGS or before.kind in _HEADINGS:
        return "heading"
    if before.kind == after.kind and after.kind in _ITEMS:
        return "item"
    if before.kind != after.kind and "quote" in (before.kind, after.kind):
        return "quote"
    return "paragraph"


_HEADINGS: frozenset[BlockKind] = frozenset({"title", "heading"})
_ITEMS: frozenset[BlockKind] = frozenset({"list item", "table"})  # a table's block is a row


def _longer(one: Pause | None, other: Pause) -> Pause:
    return other if one is None or other.ms > one.ms else one


def _sentences(
    block: Block, language: str, lexicons: tuple[Lexicon, ...]
) -> list[tuple[Token, ...]]:
    """The tokens of the block by sentence; nothing where nothing in it can be said."""
    sentences = _with_neighbours(
        (
            pronounce(
                spoken.tokens(block.text[start:end], language, start),
                block.text,
                language,
                lexicons,
            )
            for start, end in sentence_spans(block.text, language)
        ),
        least=_SHORTEST,
    )
    if len(sentences) == 1 and not _speakable(sentences[0]):
        return []
    return sentences


def _with_neighbours(pieces: Iterable[tuple[Token, ...]], least: int) -> list[tuple[Token, ...]]:
    """The pieces, each that says fewer than ``least`` letters together with a neighbour.

    So every character of a block belongs to an utterance, and no utterance says nothing.
    """
    joined: list[tuple[Token, ...]] = []
    for piece in pieces:
        if joined and (_speakable(piece) < least or _speakable(joined[-1]) < least):
            joined[-1] += piece
        else:
            joined.append(piece)
    return joined


def _speakable(tokens: tuple[Token, ...]) -> int:
    """How many letters and figures are said, counted as far as it matters."""
    count = 0
    for token in tokens:
        count += _SHORTEST if token.phonemes else sum(map(str.isalnum, token.spoken))
        if count >= _SHORTEST:
            break
    return count
