"""NAME.json: what was said, when, and why; everything needed to answer for a recording."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from narrate.model import Cue, Narration, Pause, Timeline, Utterance
from narrate.version import __version__


def record(narration: Narration, *, sha256: str, fingerprint: str) -> str:
    """The record as JSON, keys in a fixed order: the same narration gives the same bytes.

    Cues and chapters count milliseconds; a cue's ``block`` counts into ``blocks``, its
    ``span`` characters of that block's text. ``sha256`` is the audio file's; ``fingerprint``
    tells what the recording depends on.
    """
    article, timeline, voice = narration.article, narration.timeline, narration.voice
    content = {
        "title": article.title,
        "source": narration.source.uri,
        "url": article.url,
        "byline": article.byline,
        "published": article.published,
        "language": article.language,
        "site": article.site,
        "image": article.image,
        "duration": round(timeline.seconds, 3),
        "voice": voice.name,
        "engine": voice.engine,
        "loudness": voice.recording.loudness,
        "generator": f"narrate {__version__}",
        "sha256": sha256,
        "fingerprint": fingerprint,
        "chapters": [
            {
                "start": _ms(chapter.start, timeline),
                "end": _ms(chapter.end, timeline),
                "title": chapter.title,
            }
            for chapter in timeline.chapters
        ],
        "blocks": [
            {"kind": block.kind, "level": block.level, "text": block.text}
            for block in article.blocks
        ],
        "cues": [_cue(cue, timeline) for cue in timeline.cues],
        "script": [
            _utterance(line) if isinstance(line, Utterance) else _pause(line)
            for line in narration.script.lines
        ],
        "dropped": [asdict(dropped) for dropped in article.dropped],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _ms(frame: int, timeline: Timeline) -> int:
    return frame * 1000 // timeline.rate


def _cue(cue: Cue, timeline: Timeline) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "start": _ms(cue.start, timeline),
        "end": _ms(cue.end, timeline),
        "text": cue.text,
        "block": cue.block,
        "span": [cue.block_start, cue.block_end],
    }
    if cue.words:
        shown["words"] = [
            [_ms(word.start, timeline), _ms(word.end, timeline), word.block_start, word.block_end]
            for word in cue.words
        ]
    return shown


def _utterance(utterance: Utterance) -> dict[str, Any]:
    changes = [
        {"written": token.written, "spoken": token.spoken, "rule": token.rule}
        for token in utterance.tokens
        if token.spoken != token.written
    ]
    return {
        "role": utterance.role,
        "voice": utterance.voice,
        "written": utterance.written,
        "spoken": utterance.spoken,
        "changes": changes,
    }


def _pause(pause: Pause) -> dict[str, Any]:
    return {"pause_ms": pause.ms, "boundary": pause.boundary}
