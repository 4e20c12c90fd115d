"""Steps that cannot be taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.errors import OutputError
from narrate.nightly.schedule.steps import Delete, do


def test_what_cannot_be_deleted_is_told(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="it is a folder"):
        do([Delete(path=tmp_path)])
