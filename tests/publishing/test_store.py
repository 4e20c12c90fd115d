"""Objects in a store, of a real server where that can be, and its errors in our words."""

import base64
import errno
import hashlib
import signal
import sys
import threading
import time

import pytest

from narrate.errors import OutputError
from narrate.publishing import files, store
from narrate.publishing.place import place


def test_an_object_is_put_and_found(bucket, tmp_path):
    path = place(f"{bucket}/site/a.vtt")
    (tmp_path / "part").write_bytes(b"WEBVTT")
    assert store.standing(path) is None
    assert store.content(path) is None
    assert store.listing(path.parent) == {}
    store.put(tmp_path / "part", path)
    found = store.standing(path)
    assert (found.size, found.md5) == (6, hashlib.md5(b"WEBVTT").hexdigest())
    assert store.listing(path.parent) == {"a.vtt": found}
    assert store.content(path) == b"WEBVTT"
    store.remove(path)
    assert store.standing(path) is None


def test_an_empty_object_and_one_request_for_another(bucket, s3):
    path = place(f"{bucket}/a.json")
    assert store.put_new(b"", path)
    assert store.content(path) == b""
    store.put_new(b"{}", path.with_name("b.json"))
    s3.asked()
    assert store.content(path.with_name("b.json")) == b"{}"
    assert [method for method, _ in s3.asked()] == ["GET"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mp3", "audio/mpeg"),
        ("a.m4b", "audio/mp4"),
        ("a.vtt", "text/vtt; charset=utf-8"),
        ("a.html", "text/html; charset=utf-8"),
        ("a.json", "application/json; charset=utf-8"),
        ("a.unheard-of", "application/octet-stream"),
    ],
)
def test_browsers_are_told_what_it_is(bucket, tmp_path, name, kind):
    path = place(f"{bucket}/{name}")
    (tmp_path / "part").write_bytes(b"x")
    store.put(tmp_path / "part", path)
    client = path.fs.call_s3("head_object", Bucket=bucket[5:], Key=name)
    assert client["ContentType"] == kind


@pytest.mark.parametrize("url", ["bucket", "memory"])
def test_of_many_who_put_a_new_object_one_does(request, url):
    path = place(f"{request.getfixturevalue(url)}/draft.json")
    done = []
    threads = [
        threading.Thread(target=lambda n=n: done.append(store.put_new(b"%d" % n, path)))
        for n in range(8 if url == "bucket" else 1)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done.count(True) == 1
    assert not store.put_new(b"late", path)
    assert store.content(path) != b"late"


def uploads(path):
    """Of large objects, begun and neither finished nor given up."""
    return path.fs.call_s3("list_multipart_uploads", Bucket=path.path.split("/")[0]).get("Uploads")


def test_a_large_object_is_put_in_parts_and_appears_whole(bucket, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "_PART", 5 << 20)
    path, part = place(f"{bucket}/a.wav"), tmp_path / "part"
    part.write_bytes(bytes(range(256)) * (11 << 12))
    store.put(part, path)
    found = store.standing(path)
    assert found.size == 11 << 20
    assert files.holds(path, found, part.read_bytes())  # which no digest tells
    assert not uploads(path)


def test_a_large_object_whose_putting_fails_is_given_up(bucket, tmp_path, monkeypatch):
    monkeypatch.setattr(store, "_PART", 5 << 20)
    path, part = place(f"{bucket}/a.wav"), tmp_path / "part"
    part.write_bytes(bytes(11 << 20))
    ask = path.fs._call_s3

    async def fail(method, *arguments, **keywords):
        if method == "upload_part" and keywords["PartNumber"] == 2:
            raise PermissionError("quota exceeded")
        return await ask(method, *arguments, **keywords)

    monkeypatch.setattr(path.fs, "_call_s3", fail)
    with pytest.raises(OutputError, match="quota exceeded"), store.explained(path):
        store.put(part, path)
    monkeypatch.undo()
    assert store.standing(path) is None
    assert not uploads(path)


def test_ctrl_c_waits_for_the_object_that_is_under_way(memory, tmp_path, monkeypatch):
    path, part = place(memory) / "a.mp3", tmp_path / "part"
    part.write_bytes(b"sound")
    real = path.fs.put_file

    def slow(*arguments, **keywords):
        time.sleep(0.05)
        signal.raise_signal(signal.SIGINT)
        time.sleep(0.05)
        real(*arguments, **keywords)

    monkeypatch.setattr(path.fs, "put_file", slow)
    with pytest.raises(KeyboardInterrupt):
        store.put(part, path)
    assert store.content(path) == b"sound"


def test_a_store_without_exclusive_puts_takes_new_objects_all_the_same(memory, monkeypatch):
    path = place(memory) / "draft.json"
    real = path.fs.pipe_file

    def older(path, value, mode="overwrite", **keywords):
        if mode == "create":
            raise OSError(errno.ENOSYS, "A header you provided is not implemented")
        real(path, value, **keywords)

    monkeypatch.setattr(path.fs, "pipe_file", older)
    assert store.put_new(b"first", path)
    assert not store.put_new(b"second", path)
    assert store.content(path) == b"first"


def raised(path, act=files.content):
    with pytest.raises(OutputError) as caught:
        act(path)
    assert caught.value.subject == str(path)
    assert caught.value.advice
    return str(caught.value)


def test_no_such_bucket(bucket):
    path = place("s3://no-such-bucket-here/site/a.json")
    for act in (files.content, files.standing, files.listing):
        assert "there is no such place (The specified bucket" in raised(path, act)


def test_nobody_answers(bucket, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    assert "cannot be reached" in raised(fresh("s3://b/a.json"))


def test_no_key(bucket, monkeypatch, tmp_path):
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    assert "AWS_ACCESS_KEY_ID" in raised(fresh("s3://b/a.json"))


def fresh(url):
    """The path by a connection of its own, which asks the environment again."""
    from upath import UPath

    return UPath(url, use_listings_cache=False, skip_instance_cache=True)


class RefusedError(Exception):
    code = 403


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError("The AWS Access Key Id you provided does not exist."), "Check the key"),
        (PermissionError(), "access denied"),
        (OSError("Forbidden: b/a\nYou lack storage.objects.get"), "You lack .* Check the key"),
        (RefusedError("Anonymous caller does not have access"), "Anonymous caller"),
        (TimeoutError(), "cannot be reached"),
        (ConnectionResetError("reset"), "cannot be reached"),
        (OSError(28, "No space left on device"), "disk for temporary files is full"),
        (OSError(22, "something\nelse."), r"says no \(\[Errno 22\] something else\)"),
    ],
)
def test_what_stores_raise_in_our_words(monkeypatch, error, said):
    monkeypatch.setitem(sys.modules, "gcsfs.retry", sys.modules[__name__])
    monkeypatch.setattr(sys.modules[__name__], "HttpError", RefusedError, raising=False)
    with pytest.raises(OutputError, match=said) as caught, store.explained(place("memory://b/a")):
        raise error
    assert caught.value.subject == "memory://b/a"
    assert "\n" not in str(caught.value)


def test_mistakes_of_ours_stay_what_they_are():
    with pytest.raises(KeyError), store.explained(place("memory://b/a")):
        raise KeyError("x")


def test_google_tells_digests_in_its_own_way():
    digest = hashlib.md5(b"sound")
    told = {"type": "file", "size": 5, "md5Hash": base64.b64encode(digest.digest()).decode()}
    assert store._standing(told).md5 == digest.hexdigest()
