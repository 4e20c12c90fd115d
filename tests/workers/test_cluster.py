"""The workers of a real Dask scheduler on loopback, some of which are killed."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from narrate.errors import MissingExtraError, WorkerError
from narrate.model import Cluster, Episode, Source
from narrate.version import __version__
from narrate.workers.cluster import OnCluster, seen
from narrate.workers.run import make_all
from narrate.workers.sounding import sounding
from narrate.workers.task import make_batch
from narrate.workers.work import Done, Outcome, Work

LAMP = "The lamp was carried up the hill by the rowing club."


def names(done: list[Done]) -> list[str]:
    return [each.episode.audio.name if each.episode else str(each.error) for each in done]


def made(folder: Path) -> dict[str, int]:
    """The recordings in a folder, and when each was made."""
    return {path.name: path.stat().st_mtime_ns for path in folder.glob("*.mp3")}


def test_files_of_this_machine_are_made_by_workers_elsewhere(dask, works, tmp_path: Path) -> None:
    dask.scheduler()
    dask.worker()
    texts = works(*[f"{LAMP} {n}" for n in range(3)])
    paths = [tmp_path / f"{n}.txt" for n in range(3)]
    files = []
    for path, work in zip(paths, texts, strict=True):
        path.write_bytes(work.source.content or b"")
        files.append(Source(kind="file", uri=path.as_uri()))

    def drawn() -> Iterator[Work]:
        for work, source in zip(texts, files, strict=True):
            yield Work(
                source=source, voice="beep", to=work.to, file_format="mp3", settings=work.settings
            )

    done = list(make_all(drawn(), cluster=Cluster(address=dask.address)))
    assert names(done) == ["story-0.mp3", "story-1.mp3", "story-2.mp3"]
    assert [each.episode.source for each in done if each.episode] == [s.uri for s in files]


@pytest.mark.slow
def test_a_worker_that_is_killed_loses_nothing(
    dask, works, moody_voice: str, tmp_path: Path
) -> None:
    dask.scheduler()
    victim = dask.worker()
    dask.worker()
    slow = works(*[f"{LAMP} {n}, slowly." for n in range(12)], voice=moody_voice)
    results = make_all(slow, cluster=Cluster(address=dask.address))
    done = [next(results)]
    victim.kill()
    done += results
    assert names(done) == [f"story-{n}.mp3" for n in range(12)]
    assert sorted(made(tmp_path / "out")) == sorted(names(done))


@pytest.mark.slow
def test_a_scheduler_that_is_killed_and_started_again_goes_on(
    dask, works, moody_voice: str, tmp_path: Path
) -> None:
    scheduler = dask.scheduler()
    workers = [dask.worker(), dask.worker()]
    slow = works(*[f"{LAMP} {n}, slowly." for n in range(12)], voice=moody_voice)
    results = make_all(slow, cluster=Cluster(address=dask.address))
    done = [next(results), next(results)]
    scheduler.kill()
    with pytest.raises(WorkerError, match=r"scheduler is gone\. What is done is done"):
        done.extend(results)
    for worker in workers:
        worker.kill()
    time.sleep(1)  # what they were at is broken off
    before = made(tmp_path / "out")
    assert {name for name in names(done) if name.endswith(".mp3")} <= set(before)
    assert len(before) < 12
    scheduler.wait()
    dask.scheduler()
    dask.worker()
    again = list(make_all(slow, cluster=Cluster(address=dask.address)))
    assert names(again) == [f"story-{n}.mp3" for n in range(12)]
    after = made(tmp_path / "out")
    assert {name: after[name] for name in before} == before, "nothing is made twice"
    assert len(after) == 12


@pytest.mark.slow
def test_a_cluster_whose_workers_have_gone_waits_for_others_and_says_so(
    dask, works, moody_voice: str, monkeypatch: pytest.MonkeyPatch, caplog
) -> None:
    monkeypatch.setattr("narrate.workers.cluster._LOOK", 0.5)
    dask.scheduler()
    victim = dask.worker()
    _wait_for(dask, 1)
    slow = works(*[f"{LAMP} {n}, slowly." for n in range(4)], voice=moody_voice)
    results = make_all(slow, cluster=Cluster(address=dask.address))
    done = [next(results)]
    victim.kill()
    threading.Timer(3, dask.worker).start()
    done += results
    assert names(done) == [f"story-{n}.mp3" for n in range(4)]
    assert [each.getMessage() for each in caplog.records if each.name.startswith("narrate")] == [
        f"{dask.address}: there are no workers; waiting for them."
    ]


@pytest.mark.slow
def test_nobody_waits_for_workers_for_ever(
    dask, works, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("narrate.workers.cluster._LOOK", 0.2)
    dask.scheduler()
    results = make_all(works(LAMP), cluster=Cluster(address=dask.address), time_limit=1)
    with pytest.raises(WorkerError, match=r"there were no workers for 1 seconds\. What is done"):
        next(results)


def test_a_worker_that_would_say_something_else_is_told(works, tmp_path: Path) -> None:
    (asked,) = works(LAMP)
    same = replace(asked, sounding=sounding(asked))
    own = tmp_path / "data" / "narrate" / "voices" / "lexicons" / "own.toml"
    own.parent.mkdir()
    own.write_text('[[entries]]\nwritten = "lamp"\nspoken = "lantern"\n')
    (refused,) = make_batch([same], 60, __version__)
    assert refused.error
    assert "has other voices, lexicons or rules for sites" in refused.error.problem
    assert str(own.parent.parent.parent) in refused.error.advice
    own.unlink()
    (made,) = make_batch([same], 60, __version__)
    assert made.episode


@pytest.mark.slow
def test_the_program_says_in_one_line_that_the_scheduler_is_gone(
    dask, moody_voice: str, tmp_path: Path
) -> None:
    scheduler = dask.scheduler()
    dask.worker()
    for n in range(8):
        (tmp_path / f"{n}.txt").write_text(f"Story {n}\n\n{LAMP} {n}, slowly.")
    sources = sorted(tmp_path.glob("?.txt"))
    make = ("make", *sources, "--voice", moody_voice, "-o", tmp_path / "out")
    code = "from narrate.cli.app import main; main()"
    child = subprocess.Popen(
        [sys.executable, "-c", code, *make, "--cluster", dask.address],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout
    assert "story-0.mp3" in child.stdout.readline()
    scheduler.kill()
    _, told = child.communicate(timeout=60)
    assert child.returncode == 1
    assert told.splitlines() == [
        f"narrate: {dask.address}: the cluster's scheduler is gone. What is done is done. Start"
        " it again and give the same command: it goes on."
    ]


def test_a_folder_that_workers_do_not_share_is_told(tmp_path: Path) -> None:
    audio = tmp_path / "elsewhere.mp3"
    made = Episode(
        title="", source="urn:x", audio=audio, captions=audio, record=audio, seconds=1, bytes=1
    )
    lost = seen(Outcome(episode=made))
    assert lost.episode is None
    assert lost.error
    assert "on this machine it is not there" in lost.error.problem
    assert lost.error.kind == "OutputError"
    audio.touch()
    assert seen(Outcome(episode=made)).episode == made


@pytest.mark.slow
def test_poison_and_hanging_cost_only_themselves(dask, works, moody_voice: str) -> None:
    dask.scheduler()
    worker = dask.worker()
    texts = (f"{LAMP} Poison: poison.", f"{LAMP} It lasts forever.", f"{LAMP} 2.", f"{LAMP} 3.")
    cluster = Cluster(address=dask.address)
    poison, hanging, *others = make_all(
        works(*texts, voice=moody_voice), cluster=cluster, time_limit=8
    )
    assert names(others) == ["story-2.mp3", "story-3.mp3"]
    assert poison.error
    assert poison.attempts == 3
    assert "ended 3 times" in poison.error.problem
    assert hanging.error
    assert "not done within 8 seconds" in hanging.error.problem
    assert worker.poll() is None, "the worker itself lives"


OTHER_VERSION = """
from distributed import versions
known = versions._version_cached
versions._version_cached = lambda name: {version!r} if name == "narrate" else known(name)
"""
WITHOUT = """
import sys
class Missing:
    def find_spec(self, name, *_):
        if name.partition(".")[0] == "narrate":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("version", "told"), [("9.9.9", r"has narrate 9\.9\.9, this machine has"), (None, "no narrate")]
)
def test_a_worker_with_another_narrate_is_refused_before_anything_is_made(
    dask, works, version: str | None, told: str
) -> None:
    dask.scheduler()
    dask.worker()
    stranger = dask.worker("--name", "stranger", first=OTHER_VERSION.format(version=version))
    _wait_for(dask, 2)
    with pytest.raises(WorkerError, match=told):
        next(make_all(works(LAMP), cluster=Cluster(address=dask.address)))
    assert stranger.poll() is None


@pytest.mark.slow
def test_a_worker_that_cannot_run_it_is_told(dask, works) -> None:
    """One that joins later, when the versions were looked at."""
    dask.scheduler()
    threading.Timer(2, dask.worker, kwargs={"first": WITHOUT}).start()
    (done,) = make_all(works(LAMP), cluster=Cluster(address=dask.address))
    assert done.error
    assert "No module named 'narrate'" in done.error.problem
    assert done.error.advice.startswith("Install narrate")


@pytest.mark.slow
def test_a_voice_that_wants_a_gpu_goes_to_a_worker_that_has_one(
    dask, works, moody_voice: str, makers, tmp_path: Path
) -> None:
    profile = tmp_path / "data" / "narrate" / "voices" / "card.toml"
    profile.write_text('engine = "moody"\n[options]\ncuda = true\n')
    dask.scheduler()
    dask.worker()
    _wait_for(dask, 1)
    asked = works(LAMP, f"{LAMP} 2.", voice="card")
    refused = list(make_all(asked, cluster=Cluster(address=dask.address)))
    assert all("no worker of the cluster has one" in name for name in names(refused))
    with_gpu = dask.worker("--resources", "GPU=1")
    _wait_for(dask, 2)
    done = list(make_all(asked, cluster=Cluster(address=dask.address)))
    assert names(done) == ["story-0.mp3", "story-1.mp3"]
    assert len(list((tmp_path / "site").glob("maker-*"))) == 1, "one process kept the voice warm"
    (maker,) = makers()
    assert parent_of(maker) == with_gpu.pid


def test_cheap_works_are_asked_for_together() -> None:
    crew = OnCluster.__new__(OnCluster)
    for seconds, together in ((60, 1), (2, 1), (0.2, 10), (0.001, 50)):
        crew._mean = seconds
        assert crew.batch == together


def test_an_address_that_nobody_answers_is_told(works, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("narrate.workers.connection.PATIENCE", 0.5)
    with pytest.raises(WorkerError, match="cannot be reached"):
        next(make_all(works(LAMP), cluster=Cluster(address="tcp://127.0.0.1:9")))


@pytest.mark.parametrize(
    ("cluster", "told"),
    [
        (Cluster(address="10.0.0.1"), r"not the address .* form tcp://HOST:PORT"),
        (Cluster(address="nonsense://x:1"), "not the address"),
        (Cluster(address="tls://127.0.0.1:9"), "needs certificates. Name the files 'ca', 'cert'"),
        (
            Cluster(address="tls://127.0.0.1:9", ca="none.pem", cert="none.pem", key="none.pem"),
            "certificates cannot be used: .* No such file",
        ),
    ],
)
def test_what_can_never_be_reached_is_told_at_once(works, cluster: Cluster, told: str) -> None:
    with pytest.raises(WorkerError, match=told):
        next(make_all(works(LAMP), cluster=cluster))


def test_without_the_extra_it_is_told_how_to_get_it(works, monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(MissingExtraError, match=r"narrate\[cluster\]"):
        next(make_all(works(LAMP), cluster=Cluster(address="tcp://127.0.0.1:9")))


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def _wait_for(dask, count: int) -> None:
    from distributed import Client

    with Client(dask.address, set_as_default=False) as client:
        client.wait_for_workers(count, timeout=30)
