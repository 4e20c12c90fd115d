"""Where a cluster is to be found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """The scheduler of a Dask cluster, and what it wants to see of us.

    Whoever reaches a cluster's ports can run programs on it: give it ``tls://``, or a network
    of its own.
    """

    address: str
    """``tcp://HOST:PORT`` or ``tls://HOST:PORT``."""
    ca: str = ""
    """File with the certificate that vouches for the others'; TLS needs all three."""
    cert: str = ""
    """File with our certificate."""
    key: str = ""
    """File with the key to it."""
