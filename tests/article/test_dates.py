import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.article.dates import date, date_in_address


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2024-02-03", "2024-02-03"),
        ("2024-02-03T10:20:30.123Z", "2024-02-03T10:20:30Z"),
        ("2024-02-03 10:20 +0100", "2024-02-03T10:20:00+01:00"),
        ("20240203", "2024-02-03"),
        ("2024/02/03", "2024-02-03"),
        ("1706955630", "2024-02-03T10:20:30Z"),
        ("1706955630000", "2024-02-03T10:20:30Z"),
        ("Sat, 03 Feb 2024 10:20:30 GMT", "2024-02-03T10:20:30Z"),
        ("Published February 3rd, 2024 at 10 a.m.", "2024-02-03"),
        ("3 February 2024", "2024-02-03"),
        ("Sonnabend, 3. Februar 2024, 10:20 Uhr", "2024-02-03"),
        ("3. März 2024", "2024-03-03"),
        ("Publié le 1er août 2024", "2024-08-01"),
        ("3 de febrero de 2024", "2024-02-03"),
        ("03.02.2024", "2024-02-03"),
        ("23/02/2024", "2024-02-23"),
        ("02/23/2024", "2024-02-23"),
        ("2024年2月3日", "2024-02-03"),
    ],
)
def test_dates_are_read_as_pages_write_them(text: str, iso: str) -> None:
    assert date(text) == iso


@pytest.mark.parametrize(
    "text",
    ["", "soon", "0001-01-01T00:00:00Z", "1970-01-01", "2999-01-01", "2024-02-31", "3/4/2024"]
    + ["24-02-03", "12345678901234567890", "May 2024", "99 March 2024", "9" * 500],
)
def test_what_is_no_date_or_cannot_be_the_articles_is_none(text: str) -> None:
    assert date(text) == ""


def test_an_address_may_hold_the_date() -> None:
    assert date_in_address("https://courier.example/2024/02/03/ferry") == "2024-02-03"
    assert date_in_address("https://courier.example/2024/42/03/ferry") == ""


@given(st.dates(datetime.date(1990, 1, 1), datetime.date(2024, 1, 1)))
def test_every_date_in_english_and_german_is_found(day: datetime.date) -> None:
    assert date(f"{day:%B} {day.day}, {day.year}") == day.isoformat()
    assert date(f"am {day:%d.%m.%Y}") == day.isoformat()


@given(st.text(max_size=300))
def test_any_text_gives_a_real_date_or_none(text: str) -> None:
    found = date(text)
    assert found == "" or datetime.date.fromisoformat(found[:10])
