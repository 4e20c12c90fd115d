"""A folder or a URL: where recordings go."""

from pathlib import Path

import pytest

from narrate.errors import MissingExtraError, OutputError
from narrate.publishing import place as places
from narrate.publishing.place import on_this_machine, place


@pytest.mark.parametrize(
    "local", ["output/site", "a.mp3", "/tmp/x y", "C:\\site", "c://x", Path("a")]
)
def test_a_path_is_a_path(local):
    assert place(local) == Path(local)
    assert on_this_machine(str(local)) == Path(local)


def test_a_file_url_is_a_path_too():
    assert place("file:///srv/my%20site") == Path("/srv/my site")


def test_a_place_in_a_store_is_used_like_a_path():
    folder = place("s3://bucket/site/")
    audio = folder / "2026-03-14-the-ferry.mp3"
    assert not isinstance(folder, Path)
    assert str(audio) == "s3://bucket/site/2026-03-14-the-ferry.mp3"
    assert (audio.stem, audio.suffix) == ("2026-03-14-the-ferry", ".mp3")
    assert str(audio.with_suffix(".json")).endswith("ferry.json")
    assert place(audio) == audio
    assert place("S3://bucket/Site/") == place("s3://bucket/Site/")


@pytest.mark.parametrize("url", ["ftp://host/site/", "https://host/site/", "nonsense://x"])
def test_what_cannot_keep_whole_objects_is_refused(url):
    with pytest.raises(OutputError, match="cannot write to") as caught:
        place(url)
    assert caught.value.subject == url
    assert "s3://" in caught.value.advice


@pytest.mark.parametrize(("url", "extra"), [("s3://b/", "s3"), ("gs://b/", "gcs")])
def test_an_extra_that_is_missing_is_named(monkeypatch, url, extra):
    monkeypatch.setattr(places, "find_spec", lambda name: None)
    with pytest.raises(MissingExtraError, match=rf"narrate\[{extra}\]"):
        place(url)


def test_what_is_for_local_files_says_so():
    with pytest.raises(OutputError, match="on this machine"):
        on_this_machine("s3://bucket/site/")
