"""A client of a Dask scheduler: every reason why there can be none is told in a sentence."""

from __future__ import annotations

import logging
import re
import warnings
from typing import Any

from narrate.errors import MissingExtraError, WorkerError
from narrate.model import Cluster

PATIENCE = 10.0  # seconds to reach the scheduler
_ADDRESS = re.compile(r"(tcp|tls)://[^/\s]+:\d{1,5}", re.IGNORECASE)


def connected(cluster: Cluster) -> Any:
    """A client of the scheduler. Raises WorkerError and MissingExtraError."""
    if not _ADDRESS.fullmatch(cluster.address):
        raise WorkerError(
            "this is not the address of a scheduler",
            subject=cluster.address,
            advice="It has the form tcp://HOST:PORT, or tls://HOST:PORT.",
        )
    try:
        from distributed import Client
        from distributed.security import Security
    except ImportError as error:
        raise MissingExtraError(
            f"a cluster needs the extra [cluster]: {error}",
            advice='Install it: pip install "narrate[cluster]"',
        ) from None
    said = logging.getLogger("distributed")  # what it says, we say
    said.propagate = False
    said.addHandler(logging.NullHandler())
    security = Security(**_certificates(cluster))
    try:
        context = security.get_connection_args("client")["ssl_context"]
    except (OSError, ValueError, TypeError) as error:
        raise _not_certified(cluster, f"its certificates cannot be used: {error}") from None
    if context is None and cluster.address.lower().startswith("tls"):
        raise _not_certified(cluster, "tls:// needs certificates")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of versions: we look at them ourselves
            return Client(
                cluster.address, security=security, timeout=PATIENCE, set_as_default=False
            )
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        raise WorkerError(
            f"the cluster cannot be reached: {error}",
            subject=cluster.address,
            advice="Is the scheduler running there (dask scheduler), and the address right?",
        ) from None


def _certificates(cluster: Cluster) -> dict[str, Any]:
    """As Dask calls them; where none are named, its own configuration may do so."""
    if not (cluster.ca or cluster.cert or cluster.key):
        return {}
    return {
        "tls_ca_file": cluster.ca,
        "tls_client_cert": cluster.cert,
        "tls_client_key": cluster.key,
        "require_encryption": True,
    }


def _not_certified(cluster: Cluster, problem: str) -> WorkerError:
    return WorkerError(
        problem,
        subject=cluster.address,
        advice="Name the files 'ca', 'cert' and 'key' in the table [cluster] of narrate.toml.",
    )
