"""A name is kept while its recording is made."""

import json

import pytest

from narrate.model import Source
from narrate.publishing import draft, files
from narrate.publishing.place import place

HERE = Source(kind="url", uri="https://example.org/a")
THERE = Source(kind="url", uri="https://example.org/b")


def test_a_draft_keeps_the_name_for_one_source(memory):
    path = place(memory) / "a.mp3"
    assert draft.recorded_source(path) is None
    assert draft.begin(path, HERE)
    assert not draft.begin(path, THERE)
    assert draft.recorded_source(path) == HERE.uri
    assert draft.is_draft(json.loads(files.content(path.with_suffix(".json"))))


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_draft_goes_when_the_work_fails(memory, failure):
    path = place(memory) / "a.mp3"
    draft.begin(path, HERE)
    with pytest.raises(failure), draft.kept(path, HERE):
        raise failure
    assert files.listing(place(memory)) == {}


def test_somebody_elses_draft_stays_and_so_does_a_record(memory):
    path, other = place(memory) / "a.mp3", place(memory) / "b.mp3"
    draft.begin(path, THERE)
    other.with_suffix(".json").write_text(json.dumps({"source": HERE.uri, "title": "The ferry"}))
    for each in (path, other):
        with pytest.raises(ValueError, match="bad"), draft.kept(each, HERE):
            raise ValueError("bad")
    assert sorted(files.listing(place(memory))) == ["a.json", "b.json"]


def test_a_draft_stays_beside_a_sound_so_that_its_name_is_not_lost(memory):
    path = place(memory) / "a.mp3"
    draft.begin(path, HERE)
    with pytest.raises(ValueError, match="bad"), draft.kept(path, HERE):  # noqa: PT012
        path.write_bytes(b"sound")
        raise ValueError("bad")
    assert draft.recorded_source(path) == HERE.uri


def test_a_sound_without_a_record_is_of_unknown_origin(memory):
    path = place(memory) / "a.mp3"
    path.write_bytes(b"mine")
    assert draft.recorded_source(path) == ""


@pytest.mark.parametrize("said", [None, [], "draft", {"draft": 1}, {"source": "x"}])
def test_what_is_no_draft(said):
    assert not draft.is_draft(said)
