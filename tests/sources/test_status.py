"""How long a server asks to wait."""

from __future__ import annotations

import pytest

from narrate.sources.status import retry_after_seconds

NOON = 1795521600.0  # 24 November 2026, 12:00 UTC


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Tue, 24 Nov 2026 12:01:30 GMT", 90.0),
        ("Tue, 24 Nov 2026 11:00:00 GMT", 0.0),
        ("9" * 400, 999999999.0),
        ("-5", None),
        ("soon", None),
        ("²", None),
        ("", None),
    ],
)
def test_retry_after(header, seconds):
    assert retry_after_seconds(header, now=NOON) == seconds
