"""The quick reading of plain entries reads what tomllib reads."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import VoiceError
from narrate.script.lexicon import Entry
from narrate.script.lexicon_toml import parse

FILE = Path("names.toml")


def read(text: str) -> tuple[Entry, ...]:
    return parse(FILE, text.encode()).entries


def test_what_is_not_plain_is_read_too() -> None:
    text = '''
# [[entries]] in a comment is none
[[entries]] # Ann's
written = "Kim \\"K\\" Lee" # he said so
spoken = 'Gim'

[[ entries ]]
"written" = """
[[entries]]
"""
spoken = "a # b"

[[examples]]
text = "a"
spoken = "a"
'''
    assert read(text) == (
        Entry(written='Kim "K" Lee', spoken="Gim"),
        Entry(written="[[entries]]\n", spoken="a # b"),
    )
    assert read('entries = [{written = "a", spell = true}]') == (Entry(written="a", spell=True),)


LINES = st.sampled_from(
    [
        "[[entries]]",
        " [[ entries ]] # x",
        'written = "Kim"',
        'written="a\\u00e9"',
        'spoken = "é # ü"  # x',
        "spoken = 'Gim'",
        "match_case = true",
        "match_case = yes",
        'language = "ko"',
        "# written",
        "",
        "\t",
        'spoken = "',
        'spoken = """',
        '"""',
        "entries = [",
        "]",
        "[entries.more]",
        "[[examples]]",
        'text = "x"',
        "\x00",
    ]
)


@given(st.lists(LINES, max_size=14).map("\n".join))
def test_plain_or_not_it_is_what_tomllib_reads(text: str) -> None:
    try:
        entries = read(text)
    except VoiceError:
        return  # not TOML, or not a lexicon
    assert entries == tuple(Entry(**table) for table in tomllib.loads(text).get("entries", []))


def test_a_large_lexicon_is_read_at_once() -> None:
    one = '\n[[entries]]\nwritten = "Name {0}"\nspoken = "N {0}"  # as Ann says it\n'
    text = "".join(one.format(number) for number in range(10_000))
    took = []
    for _ in range(3):
        begun = time.process_time()
        assert len(read(text)) == 10_000
        took.append(time.process_time() - begun)
    assert min(took) < 0.3
