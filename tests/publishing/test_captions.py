"""Captions that every player takes, whatever the text holds."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Cue, Timeline
from narrate.publishing.captions import srt, vtt

BLOCK = re.compile(
    r"(?P<id>\d+-\d+)\n(?P<start>[\d:.]+) --> (?P<end>[\d:.]+)\n(?P<text>[^\n]*)\n(?:\n|\Z)"
)


CLOCK = re.compile(r"(\d{2,}):(\d\d):(\d\d\.\d{3})")


def cue(start: int, end: int, text: str, block: int = 0) -> Cue:
    return Cue(start=start, end=end, text=text, block=block, block_start=0, block_end=len(text))


def timeline(*cues: Cue, rate: int = 22050) -> Timeline:
    return Timeline(rate=rate, frames=cues[-1].end if cues else 0, cues=cues)


def parsed(captions: str) -> list[tuple[str, int, int, str]]:
    """A strict reading: header, then cues and nothing else. Times in milliseconds."""
    header, _, rest = captions.partition("\n\n")
    assert header.strip() == "WEBVTT"
    found, position = [], 0
    while position < len(rest):
        match = BLOCK.match(rest, position)
        assert match, rest[position : position + 80]
        found.append((match["id"], _ms(match["start"]), _ms(match["end"]), match["text"]))
        position = match.end()
    return found


def _ms(clock: str) -> int:
    hours, minutes, seconds = CLOCK.fullmatch(clock).groups()  # type: ignore[union-attr]
    return (int(hours) * 60 + int(minutes)) * 60_000 + round(float(seconds) * 1000)


def test_a_cue_has_an_id_its_time_and_its_text() -> None:
    found = vtt(timeline(cue(0, 22050, "The lamp"), cue(33075, 44100, "It was lit.", block=1)))
    assert found == (
        "WEBVTT\n\n0-0\n00:00:00.000 --> 00:00:01.000\nThe lamp\n"
        "\n1-0\n00:00:01.500 --> 00:00:02.000\nIt was lit.\n"
    )


def test_srt_counts_from_one_and_writes_commas() -> None:
    assert srt(timeline(cue(0, 11025, "The lamp"))) == (
        "1\n00:00:00,000 --> 00:00:00,500\nThe lamp\n"
    )


def test_what_joins_letters_stays() -> None:
    text = "می\u200cخواهم क\u094d\u200dष 👩\u200d🚀"
    assert text in vtt(timeline(cue(0, 22050, text)))


def test_after_a_hundred_hours_time_still_goes_on() -> None:
    hours = 101 * 3600 * 100
    assert "101:00:00.000 --> 101:00:01.000" in vtt(
        timeline(cue(hours, hours + 100, "x"), rate=100)
    )


texts = st.text(max_size=60) | st.sampled_from(
    ["a --> b", "<script>alert(1)</script>", "line\nline", "\r\n\r\n1-0\n", "&amp;", "\x00\x1b[31m"]
)


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(0, 3000), texts), min_size=1, max_size=20)
)
def test_whatever_the_text_the_file_is_well_formed_and_cues_never_overlap(
    parts: list[tuple[int, int, str]],
) -> None:
    cues, now = [], 0
    for number, (gap, length, text) in enumerate(parts):
        cues.append(cue(now + gap, now + gap + length, text, block=number))
        now += gap + length
    made = timeline(*cues)
    found = parsed(vtt(made))
    assert all(start < end for _, start, end, _ in found)
    assert all(a[2] <= b[1] for a, b in pairwise(found))
    assert all(end <= 1000 * made.frames / made.rate for _, _, end, _ in found)
    for _, _, _, text in found:
        assert not re.search(r"[<>]|-->|[\x00-\x1f]", text)
