import pytest

from narrate.plugins import names
from narrate.speech.engine import GROUP
from narrate.testing import check_engine


@pytest.mark.parametrize("engine", names(GROUP))
def test_every_engine_keeps_the_contract(engine):
    check_engine(engine)
