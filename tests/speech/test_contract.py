import pytest

from narrate.plugins import names
from narrate.speech.engine import GROUP
from narrate.testing import check_engine

# These two need a voice, and a server: see engines/test_piper.py and engines/test_openai.py.
ELSEWHERE = {"piper", "openai"}


@pytest.mark.parametrize("engine", sorted(set(names(GROUP)) - ELSEWHERE))
def test_every_engine_keeps_the_contract(engine):
    check_engine(engine)
