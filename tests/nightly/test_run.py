"""Nights on a real newsroom: what each makes, leaves, and tells."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from narrate.config import Settings
from narrate.errors import ConfigError, LedgerError, LockedError, VoiceError
from narrate.model import Page, Policy, Subscription
from narrate.nightly.ledger import Ledger
from narrate.nightly.library import files_of, rebuild
from narrate.nightly.report import as_json, summary, text
from narrate.nightly.run import preview
from narrate.publishing.place import place
from narrate.sources import url
from narrate.sources.politeness import Fetcher, Manners
from tests.nightly.conftest import TONIGHT, night
from tests.nightly.faults import broken

if TYPE_CHECKING:
    from conftest import Monitor, Newsroom

    from tests.s3 import Server


@pytest.mark.slow
def test_nights_whose_site_is_a_bucket(
    post: Settings, newsroom: Newsroom, bucket: str, s3: Server
) -> None:
    here = replace(post, nightly=replace(post.nightly, site=f"{bucket}/site/"))
    first = night(here)
    assert (first.error, first.findings, len(first.of("narrated"))) == ("", (), 3)
    assert s3.put_now()[-1] == "feed.xml"
    second = night(here, 1)
    assert (second.error, second.written, s3.put_now()) == ("", (), [])
    newsroom.write(4)
    third = night(here, 2)
    assert len(third.of("narrated")) == 1
    assert "feed.xml" in third.written
    site = place(here.nightly.site)
    (new,) = third.of("narrated")
    assert len(files_of(new.audio, site)) == 3
    assert rebuild(Path(here.nightly.work) / "again.sqlite", site).taken_in == 4


def sounds(settings: Settings) -> list[str]:
    return sorted(path.name for path in Path(settings.nightly.site).glob("*.mp3"))


def test_what_is_new_is_narrated_once_and_published(post: Settings, newsroom: Newsroom) -> None:
    first = night(post)
    assert [article.outcome for article in first.articles] == ["narrated"] * 3
    assert first.exit_code == 0
    assert not text(first)
    assert len(sounds(post)) == 3
    assert "feed.xml" in first.written
    asked = len(newsroom.asked)
    second = night(post, 1)
    assert (second.articles, second.written, second.exit_code) == ((), (), 0)
    assert newsroom.asked[asked:] == ["/robots.txt", "/feed.xml"]


def test_the_newest_come_first_and_the_others_the_next_night(here: Settings) -> None:
    few = replace(here, nightly=replace(here.nightly, policy=Policy(articles=2)))
    first = night(few)
    assert [article.title for article in first.of("narrated")] == ["Ferry story 3", "Ferry story 2"]
    assert [article.why for article in first.of("left")] == [
        "the night's limit of 2 articles is reached"
    ]
    assert first.exit_code == 0
    assert [article.title for article in night(few, 1).of("narrated")] == ["Ferry story 1"]


def test_a_corrected_article_is_narrated_again_in_place_of_the_old(
    here: Settings, newsroom: Newsroom
) -> None:
    night(here)
    before = sounds(here)
    story = newsroom.stories["/story/2"]
    story.text += "\nCorrection: the council met on Monday."
    again = night(here, 1)
    assert [article.uri[-8:] for article in again.articles] == ["/story/2"]
    assert sounds(here) == before
    story.title = "Ferry story two"
    night(here, 2)
    assert sounds(here) != before
    assert len(sounds(here)) == 3, "the recording under the old title is gone"
    feed = (Path(here.nightly.site) / "feed.xml").read_text()
    assert "Ferry story two" in feed
    assert "Ferry story 2" not in feed


def test_what_changed_and_is_heard_as_before_is_no_news(
    here: Settings, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(here)
    feed = newsroom.feed()
    monkeypatch.setattr(
        type(newsroom), "feed", lambda _: feed.replace(b"<summary>", b"<summary>a ")
    )
    again = night(here, 1)
    assert [article.outcome for article in again.articles] == ["unchanged"] * 3
    assert (summary(again), again.exit_code) == ("Nothing new.", 0)
    assert night(here, 2).articles == ()


def test_an_old_name_that_is_another_articles_meanwhile_is_left_to_it(
    here: Settings, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    newsroom.stories = dict(list(newsroom.stories.items())[:1])
    (first,) = newsroom.stories.values()
    night(here)
    (name,) = sounds(here)
    another = replace(first, published=first.published.replace("T06", "T07"))
    first.title = "The boat"
    with monkeypatch.context() as patch:  # it is killed before the ledger is told
        patch.setattr(Ledger, "narrated", no_ledger)
        assert "the disk is full" in night(here, 1).error
    assert name not in sounds(here)
    newsroom.stories["/another"] = another
    night(here, 1)
    assert len(sounds(here)) == 2
    assert name in sounds(here)


def no_ledger(*_: object, **__: object) -> None:
    raise LedgerError("the disk is full")


def test_one_bad_article_or_source_stops_nothing(here: Settings, newsroom: Newsroom) -> None:
    gone = Subscription(name="gone", kind="feed", address=f"{newsroom.base}/no.xml", private=True)
    newsroom.faults["/story/2"] = broken
    both = replace(here, sources=(gone, *here.sources))
    report = night(both)
    assert len(report.of("narrated")) == 2
    (failed,) = report.of("failed")
    assert failed.uri.endswith("/story/2")
    assert "the connection broke" in failed.error
    assert failed.next_try > TONIGHT
    assert report.exit_code == 1
    assert not report.needs_attention
    assert "gone: " in text(report)
    assert "(404)" in text(report)
    del newsroom.faults["/story/2"]
    later = night(both, 1)
    assert [article.uri[-8:] for article in later.of("narrated")] == ["/story/2"]


def test_a_source_that_fails_night_after_night_is_raised(
    here: Settings, newsroom: Newsroom
) -> None:
    newsroom.faults["/feed.xml"] = broken
    nights = [night(here, number) for number in range(3)]
    assert [report.sources[0].failures for report in nights] == [1, 2, 3]
    assert [report.needs_attention for report in nights] == [False, False, True]
    assert "It has failed 3 nights in a row." in text(nights[2])
    del newsroom.faults["/feed.xml"]
    assert night(here, 3).exit_code == 0


def test_a_feed_that_changes_its_ids_names_the_same_articles(
    here: Settings, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    night(here)
    feed = newsroom.feed()
    monkeypatch.setattr(type(newsroom), "feed", lambda _: feed.replace(b"<id>/", b"<id>new/"))
    assert night(here, 1).articles == ()


def test_nothing_is_begun_after_the_deadline(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    late = replace(here, nightly=replace(here.nightly, policy=Policy(deadline=2)))
    with monkeypatch.context() as patch:
        quick = iter(range(0, 9000, 50))
        patch.setattr("narrate.nightly.narrating.monotonic", lambda: next(quick))
        report = night(late)
    assert {article.why for article in report.of("left")} == {"the night's time was over"}
    assert len(night(late, 1).of("narrated")) + len(report.of("narrated")) == 3


def test_a_clock_that_was_wrong_delays_nothing_for_years(
    here: Settings, newsroom: Newsroom
) -> None:
    newsroom.faults["/story/1"] = broken
    night(here, 4000)
    del newsroom.faults["/story/1"]
    assert [article.outcome for article in night(here).articles] == ["narrated"]


def test_a_preview_makes_and_notes_nothing(here: Settings) -> None:
    plan, found = preview(here, fetcher=Fetcher(Manners(delay=0)))
    assert [planned.reason for planned in plan.work] == ["new"] * 3
    assert found.sources[0].found == 3
    assert not Path(here.nightly.site).exists()
    assert not Path(here.nightly.work).exists()
    assert len(night(here).of("narrated")) == 3


def test_a_folder_that_cannot_be_written_ends_the_night_and_is_no_articles_fault(
    here: Settings,
) -> None:
    site = Path(here.nightly.site)
    site.write_text("a file")
    report = night(here)
    assert "there is a file where the folder should be" in report.error
    assert report.exit_code == 1
    assert report.needs_attention
    site.unlink()
    assert len(night(here, 0).of("narrated")) == 3


def test_a_recording_that_is_gone_is_told_until_it_is_back_or_taken_out(here: Settings) -> None:
    night(here)
    sound = Path(here.nightly.site) / sounds(here)[0]
    away = sound.rename(sound.with_suffix(".away"))
    report = night(here, 1)
    assert [(each.file, each.problem) for each in report.findings] == [(sound.name, "it is gone")]
    assert report.needs_attention
    away.rename(sound)
    assert night(here, 2).exit_code == 0


def test_a_second_run_does_nothing_and_says_who_is_at_work(here: Settings) -> None:
    work = Path(here.nightly.work)
    hold = f"""
from pathlib import Path
from narrate.nightly.lock import locked
with locked(Path({str(work)!r})):
    print("held", flush=True)
    input()
"""
    first = subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert first.stdout
    assert first.stdout.readline() == b"held\n"
    with pytest.raises(LockedError, match=f"process {first.pid} "):
        night(here)
    first.kill()
    first.communicate()
    assert len(night(here).of("narrated")) == 3


def test_settings_that_cannot_work_are_told_before_anything_is_done(here: Settings) -> None:
    with pytest.raises(ConfigError, match="names no sources"):
        night(replace(here, sources=()))
    with pytest.raises(VoiceError):
        night(replace(here, nightly=replace(here.nightly, voice="nobody")))
    assert not Path(here.nightly.work).exists()


def test_a_monitor_hears_of_start_and_success(here: Settings, monitor: Monitor) -> None:
    told = replace(here, nightly=replace(here.nightly, ping=f"{monitor.url}/uuid"))
    assert not night(told).warnings
    assert [asked.path for asked in monitor.asked] == ["/uuid/start", "/uuid"]
    assert b"3 articles narrated" in monitor.asked[1].content


def test_a_monitor_hears_of_a_run_that_cannot_begin(here: Settings, monitor: Monitor) -> None:
    told = replace(here, nightly=replace(here.nightly, ping=f"{monitor.url}/uuid"))
    work = Path(here.nightly.work)
    work.mkdir()
    (work / "ledger.sqlite").write_bytes(b"no ledger at all " * 500)
    with pytest.raises(LedgerError, match="the ledger is damaged"):
        night(told)
    assert [asked.path for asked in monitor.asked] == ["/uuid/fail"]
    assert b"The run did not come to its end.\n" in monitor.asked[0].content
    assert b"the ledger is damaged" in monitor.asked[0].content


def test_the_report_is_one_object(here: Settings) -> None:
    said = as_json(night(here))
    assert (said["narrated"], said["failed"], said["left"]) == (3, 0, 0)
    assert said["sources"][0]["new"] == 3


def test_the_log_says_what_happened(here: Settings) -> None:
    night(here)
    lines = (Path(here.nightly.work) / "nightly.log").read_text().splitlines()
    assert sum(": narrated " in line for line in lines) == 3
    assert all(" run 1 " in line for line in lines)
    assert lines[-1].endswith("INFO 3 articles narrated, under a minute.")


def test_a_mistake_of_ours_stops_nothing_but_its_own_source_or_article(
    here: Settings, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = Subscription(name="page", kind="page", address=f"{newsroom.base}/story/1", private=True)
    of_page, of_article = newsroom.page("/story/1"), url.judged

    def judged(page: Page) -> Page:
        if page.content == of_page:
            raise RuntimeError("out of its depth")
        return of_article(page)

    monkeypatch.setattr(url, "judged", judged)
    report = night(replace(here, sources=(page, *here.sources)))
    assert len(report.of("narrated")) == 2
    assert "RuntimeError: out of its depth. This is a mistake in narrate" in text(report)
    assert report.sources[0].error
    assert report.of("failed")[0].error
    log = (Path(here.nightly.work) / "nightly.log").read_text()
    assert "| RuntimeError: out of its depth" in log


def test_the_night_is_told_where_the_ledger_cannot_take_its_end(
    here: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ledger, "end_run", no_ledger)
    report = night(here)
    assert len(report.of("narrated")) == 3
    assert (report.error, report.exit_code) == ("the disk is full.", 1)
