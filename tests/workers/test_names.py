"""Who keeps a name that two works took."""

from __future__ import annotations

from pathlib import Path

from narrate.config import Settings
from narrate.model import Episode, Source
from narrate.workers import names
from narrate.workers.names import Names
from narrate.workers.work import Done, Work


def done(text: str, name: str) -> Done:
    path = Path(name)
    work = Work(
        source=Source.from_text(text), voice="v", to=".", file_format="mp3", settings=Settings()
    )
    episode = Episode(
        title="", source=work.source.uri, audio=path, captions=path, record=path, seconds=1, bytes=1
    )
    return Done(work=work, episode=episode, error=None, seconds=1, attempts=1)


def test_the_earlier_work_holds_the_name_of_a_later_one() -> None:
    given = Names()
    first = done("a", "lamp.mp3")
    given.give(first, until=3)
    assert given.holder(done("b", "lamp.mp3")) == first.work
    assert given.holder(done("a", "lamp.mp3")) is None, "made again, it is the same"
    assert given.holder(done("b", "boat.mp3")) is None


def test_a_name_is_forgotten_once_nobody_can_have_taken_it_unseen() -> None:
    given = Names()
    given.give(done("a", "lamp.mp3"), until=3)
    given.give(done("b", "boat.mp3"), until=5)
    given.forget(before=3)
    assert given.holder(done("c", "lamp.mp3"))
    given.forget(before=4)
    assert given.holder(done("c", "lamp.mp3")) is None
    assert given.holder(done("c", "boat.mp3"))


def test_no_more_names_are_kept_than_fit(monkeypatch) -> None:
    monkeypatch.setattr(names, "MOST", 2)
    given = Names()
    for letter in "abc":
        given.give(done(letter, f"{letter}.mp3"), until=100)
    assert given.holder(done("x", "a.mp3")) is None
    assert given.holder(done("x", "c.mp3"))
