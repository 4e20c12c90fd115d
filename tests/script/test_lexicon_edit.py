"""Entries added to a file that a person keeps."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import VoiceError
from narrate.script.lexicon import Entry
from narrate.script.lexicon_edit import add
from narrate.script.lexicon_files import read_lexicon
from narrate.script.lexicon_toml import LONGEST

KEPT = """# My names.
language = "en"

[[entries]]   # the minister
written = "Shoigu"
spoken = "Shoy-gew"

# From Ann:
[[entries]]
written = "Oduya"
spoken = "Oh-doo-yah"
site = "example.org"

[[examples]]
text = "Shoigu spoke."
spoken = "Shoy-goo spoke."
"""


def test_a_new_file_is_a_lexicon(tmp_path: Path) -> None:
    file = tmp_path / "new" / "own.toml"
    entry = Entry(written="Shoigu", spoken="Shoy-goo", match_case=True)
    assert not add(file, entry)
    assert read_lexicon(file).entries == (entry,)


def test_an_entry_takes_its_own_place_and_leaves_all_else(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text(KEPT)
    assert add(file, Entry(written="Shoigu", spoken="Shoy-goo"))
    changed = KEPT.replace("[[entries]]   # the minister", "[[entries]]")
    assert file.read_text() == changed.replace("Shoy-gew", "Shoy-goo")


def test_a_fault_names_the_file_that_it_would_be_in(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text('entries = [{written = "a", spoken = "b"}]\n')
    with pytest.raises(VoiceError, match=r"names\.toml"):
        add(file, Entry(written="c", spoken="d"))
    assert [path.name for path in tmp_path.iterdir()] == ["names.toml"]


def test_another_scope_is_another_entry(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text(KEPT)
    assert not add(file, Entry(written="Oduya", spoken="Oduya"))
    assert file.read_text().startswith(KEPT.rstrip())
    assert add(file, Entry(written="Oduya", spoken="O", site="example.org"))
    assert [(e.spoken, e.site) for e in read_lexicon(file).entries if e.written == "Oduya"] == [
        ("O", "example.org"),
        ("Oduya", ""),
    ]


def test_a_file_that_is_no_lexicon_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "names.toml"
    file.write_text("colour = 3\n")
    with pytest.raises(VoiceError, match="colour"):
        add(file, Entry(written="a", spoken="b"))
    assert file.read_text() == "colour = 3\n"
    with pytest.raises(VoiceError, match="--to"):
        add(tmp_path / "names.pls", Entry(written="a", spoken="b"))


WRITING = st.text(min_size=1, max_size=LONGEST).filter(
    lambda text: text.strip() and text.isprintable()
)


@given(written=WRITING, spoken=st.text(min_size=1), again=st.text(min_size=1))
def test_any_text_can_be_written_and_read_again(tmp_path_factory, written, spoken, again):
    file = tmp_path_factory.mktemp("lexicon") / "own.toml"
    for said in (spoken, again):
        try:
            said.encode()
        except UnicodeEncodeError:
            return
        add(file, Entry(written=written, spoken=said))
    (entry,) = tomllib.loads(file.read_text(encoding="utf-8"))["entries"]
    assert entry == {"written": written, "spoken": again}
