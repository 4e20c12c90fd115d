"""Nights by the program, whose recordings the workers of a Dask cluster put into a bucket."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from narrate.publishing import files
from narrate.publishing.place import place
from tests.cluster import Dask
from tests.conftest import Program

if TYPE_CHECKING:
    from conftest import Newsroom


@pytest.fixture
def dask(tmp_path: Path, tone_voice: str, bucket: str) -> Iterator[Dask]:
    folder = tmp_path / "dask"
    folder.mkdir()
    cluster = Dask(folder)
    yield cluster
    cluster.end()


@pytest.mark.slow
def test_a_night_on_a_cluster(
    dask: Dask, newsroom: Newsroom, bucket: str, tone_voice: str, program: Program, tmp_path: Path
) -> None:
    site = f"{bucket}/site/"
    (tmp_path / "here" / "narrate.toml").write_text(
        f'cluster = "{dask.address}"\n'
        f'[nightly]\nsite = "{site}"\nvoice = "{tone_voice}"\n'
        '[podcast]\nbase_url = "https://example.org/audio/"\n'
        f'[[source]]\nname = "post"\nfeed = "{newsroom.base}/feed.xml"\nprivate = true\n'
    )

    def night(status: int = 0) -> dict[str, Any]:
        done = program("nightly", "--json")
        assert done.returncode == status, done.stderr
        told: dict[str, Any] = json.loads(done.stdout)
        return told

    def outcomes(told: dict[str, Any]) -> list[str]:
        return [article["outcome"] for article in told["articles"]]

    def sounds() -> dict[str, float]:
        standing = files.listing(place(site))
        return {name: at.changed for name, at in standing.items() if name.endswith(".mp3")}

    scheduler = dask.scheduler()
    workers = [dask.worker(), dask.worker()]
    newsroom.write(3)
    first = night()
    assert outcomes(first) == ["narrated"] * 3
    assert (first["findings"], len(sounds())) == ([], 3)
    assert "feed.xml" in first["written"]
    assert outcomes(night()) == [], "nothing is new"

    before = sounds()
    newsroom.write(2, first=4)
    for child in (scheduler, *workers):
        child.kill()
        child.wait()
    lost = night(status=1)
    assert "the cluster cannot be reached" in lost["error"]
    assert sounds() == before

    dask.scheduler()
    dask.worker()
    third = night()
    assert outcomes(third) == ["narrated"] * 2
    after = sounds()
    assert len(after) == 5
    assert {name: after[name] for name in before} == before, "nothing is made twice"
