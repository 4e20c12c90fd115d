"""Secure connections: the certificate must name the server, whichever address answers."""

from __future__ import annotations

import shutil
import socket
import subprocess
from pathlib import Path

import pytest

from narrate.errors import SourceError
from narrate.model import Source
from narrate.sources import network, reader

ARTICLE = b"<!doctype html><p>The ferry sails again on Monday.</p>"
OPENSSL = shutil.which("openssl")

pytestmark = pytest.mark.skipif(OPENSSL is None, reason="no openssl to make a certificate with")


@pytest.fixture
def certificate(tmp_path, site) -> Path:
    """The certificate of a server that calls itself paper.test and is at 127.0.0.1."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            *(str(OPENSSL), "req", "-x509", "-newkey", "ec", "-nodes", "-days", "2"),
            *("-pkeyopt", "ec_paramgen_curve:prime256v1", "-subj", "/CN=paper.test"),
            *("-addext", "subjectAltName=DNS:paper.test"),
            *("-keyout", str(key), "-out", str(certificate)),
        ],
        check=True,
        capture_output=True,
    )
    site.secure(certificate, key)
    site.page("/", ARTICLE)
    return certificate


@pytest.fixture(autouse=True)
def _names(monkeypatch):
    def getaddrinfo(host, port, *_, **__):
        assert host in ("paper.test", "other.test", "127.0.0.1")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    monkeypatch.setattr(network, "is_public", lambda _: True)


def linked(host: str, port: int) -> Source:
    return Source(kind="feed entry", uri=f"https://{host}:{port}/")


def test_a_certificate_nobody_vouches_for_is_refused(site, certificate):
    with pytest.raises(SourceError, match=r"certificate is not right: self.signed"):
        reader.read(linked("paper.test", site.port))
    assert site.requests == []


def test_a_trusted_certificate_is_held_against_the_name_not_the_address(
    site, certificate, monkeypatch
):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert reader.read(linked("paper.test", site.port)).content == ARTICLE
    with pytest.raises(SourceError, match=r"certificate is not right: [Hh]ostname mismatch"):
        reader.read(linked("other.test", site.port))
