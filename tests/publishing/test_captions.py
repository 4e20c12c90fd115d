"""WebVTT that a strict parser takes, whatever the text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Cue, Timeline
from narrate.publishing.captions import srt, vtt
from narrate.publishing.line import one_line

_TIMING = re.compile(r"(\d\d+):(\d\d):(\d\d)\.(\d{3}) --> (\d\d+):(\d\d):(\d\d)\.(\d{3})")


def timeline(*texts, ms=1000, rate=22050):
    cues = tuple(
        Cue(
            start=number * rate * ms // 1000,
            end=(number + 1) * rate * ms // 1000,
            text=text,
            block=number,
            block_start=5,
            block_end=9,
        )
        for number, text in enumerate(texts)
    )
    return Timeline(rate=rate, frames=cues[-1].end if cues else 0, cues=cues)


def parsed(text):
    """Id, start, end in ms and text of each cue; AssertionError for what the W3C forbids."""
    assert not re.search(r"[\0\r]", text)
    header, *blocks = re.split(r"\n\n", text.removesuffix("\n"))
    assert header == "WEBVTT"
    cues, previous = [], 0
    for block in blocks:
        name, timing, *payload = block.split("\n")
        assert "-->" not in name
        match = _TIMING.fullmatch(timing)
        assert match, timing
        h1, m1, s1, f1, h2, m2, s2, f2 = map(int, match.groups())
        assert max(m1, s1, m2, s2) < 60
        start, end = ((h1 * 60 + m1) * 60 + s1) * 1000 + f1, ((h2 * 60 + m2) * 60 + s2) * 1000 + f2
        assert previous <= start < end
        previous = end
        assert len(payload) <= 1, payload
        line = payload[0] if payload else ""
        assert "<" not in line
        assert ">" not in line
        assert not re.search(r"&(?!(?:amp|lt|gt);)", line)
        said = line.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        cues.append((name, start, end, said))
    return cues


def test_a_cue_for_each_sentence():
    assert vtt(timeline("It rained.", "It stopped.")) == (
        "WEBVTT\n\n0-5\n00:00:00.000 --> 00:00:01.000\nIt rained.\n"
        "\n1-5\n00:00:01.000 --> 00:00:02.000\nIt stopped.\n"
    )


def test_hours_go_on_counting():
    cues = parsed(vtt(timeline("a", "b", ms=100 * 3_600_000)))
    assert cues[1][1:3] == (360_000_000, 720_000_000)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1 --> 2", "1 --> 2"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("AT&T &amp; co", "AT&T &amp; co"),
        ("one\n\n00:00 --> 00:01\ntwo", "one 00:00 --> 00:01 two"),
        ("a\r\nb\x00c\x1bd\u2028e", "a b c d e"),
        ("Donau\u00addampf\u202eschiff", "Donaudampfschiff"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("half \ud800 a letter", "half a letter"),
    ],
)
def test_hostile_text_stays_text(text, shown):
    made = vtt(timeline(text, "next"))
    assert [cue[3] for cue in parsed(made)] == [shown, "next"]
    made.encode()


@given(st.lists(st.text(min_size=1), min_size=1, max_size=5), st.integers(2, 5000))
def test_any_text_gives_captions_that_parse(texts, ms):
    cues = parsed(vtt(timeline(*texts, ms=ms)))
    assert [cue[3] for cue in cues] == [one_line(text) for text in texts if one_line(text)]


def test_a_cue_that_shows_nothing_is_left_out():
    assert [cue[3] for cue in parsed(vtt(timeline("a", " \u202e\n", "c")))] == ["a", "c"]


def test_a_cue_of_no_length_is_left_out():
    assert parsed(vtt(timeline("a", "b", ms=0))) == []


def test_subrip_counts_from_one_and_has_no_markup():
    made = srt(timeline("<b>It rained.", "1 --> 2"))
    assert made == (
        "1\n00:00:00,000 --> 00:00:01,000\n‹b›It rained.\n"
        "\n2\n00:00:01,000 --> 00:00:02,000\n1 --› 2\n"
    )
