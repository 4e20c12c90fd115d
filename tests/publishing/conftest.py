"""Object stores to publish to: one in memory, and one behind S3's protocol on loopback."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from narrate.publishing.place import place
from tests.publishing.s3 import Server, serving


@pytest.fixture(scope="session")
def s3(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serving(tmp_path_factory.mktemp("s3")) as server:
        yield server


@pytest.fixture
def bucket(s3: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """The URL of a new bucket; the programs that a test starts find it as well."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3.endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "somebody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    url = f"s3://{uuid.uuid4().hex}"
    place(f"{url}/").fs.mkdir(url)
    s3.asked()
    return url


@pytest.fixture
def memory() -> Iterator[str]:
    """The URL of an empty folder in fsspec's store in memory."""
    url = f"memory://{uuid.uuid4().hex}/site/"
    yield url
    folder = place(url)
    if folder.exists():
        folder.fs.rm(folder.path, recursive=True)
