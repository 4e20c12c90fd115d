"""Whether the workers of a cluster can run what we send them: known before any of it is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from narrate.errors import WorkerError


def refuse_strangers(client: Any, address: str) -> None:
    """Raises WorkerError, naming the first worker with another Python or narrate, or none."""
    found = client.get_versions(packages=["narrate"])
    strange = _strange(found["client"], found["workers"])
    if strange:
        worker, has, ours = strange
        raise WorkerError(
            f"the worker {worker} has {has}, this machine has {ours}",
            subject=address,
            advice=f"Install {ours} there.",
        )


def _strange(
    client: Mapping[str, Any], workers: Mapping[str, Mapping[str, Any]]
) -> tuple[str, str, str] | None:
    ours = _said(client)
    for worker, facts in sorted(workers.items()):
        for what, version in _said(facts).items():
            if version != ours[what]:
                return (
                    worker,
                    f"{what} {version}" if version else f"no {what}",
                    (f"{what} {ours[what]}"),
                )
    return None


def _said(facts: Mapping[str, Any]) -> dict[str, str]:
    """The versions that must be the same; empty for what is not there."""
    python = ".".join(facts["host"]["python"].split(".")[:2])
    return {"Python": python, "narrate": facts["packages"]["narrate"] or ""}
