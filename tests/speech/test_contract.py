"""Every engine that is here keeps the one contract."""

import pytest

from narrate.plugins import names
from narrate.speech.engine import GROUP
from narrate.testing import check_engine


@pytest.mark.parametrize("name", names(GROUP))
def test_engine(name: str) -> None:
    check_engine(name)


def test_the_default_engine_speaks_other_languages() -> None:
    for language in ("de", "fr", "es"):
        check_engine("pyttsx3", language=language)
