"""``narrate doctor``: is this machine ready, and what to do if not."""

from __future__ import annotations

from typing import Annotated

import typer


def doctor(
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object a line.")] = False,
) -> None:
    """Check this machine: engines, encoder, voices, folders.

    Exit status 1 when something that the default voice needs is missing.

    \b
    Example:
      narrate doctor
    """
    import json
    from dataclasses import asdict

    from narrate.doctor import examine

    healthy = True
    for finding in examine():
        healthy = healthy and (finding.ready or not finding.needed)
        if json_:
            print(json.dumps(asdict(finding), ensure_ascii=False), flush=True)
        else:
            mark = "ok  " if finding.ready else "FAIL" if finding.needed else "no  "
            print(f"{mark}  {finding.what}: {finding.state}", flush=True)
            if finding.advice:
                print(f"      {finding.advice}")
    if not healthy:
        raise typer.Exit(1)
