"""SSML in espeak-ng's own form, and where each of its characters came from."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Token, Utterance
from narrate.speech.espeak_dialect import dialect, mnemonics
from narrate.speech.ssml import document


@pytest.mark.parametrize(
    ("ipa", "language", "said"),
    [("ʃɔɪˈɡuː", "en", "SOI'gu:"), ("ˈɡøːtə", "de", "'gY:t@"), ("ʘ", "en", ""), ("", "en", "")],
)
def test_ipa_in_espeaks_own_signs(ipa: str, language: str, said: str) -> None:
    assert mnemonics(ipa, language) == said


def spoken(text: str, **more: str) -> Utterance:
    return Utterance(
        block=0,
        tokens=(
            Token(written="Hm", spoken="Hm", start=0, end=2, phonemes="ɡ"),
            Token(written=text, spoken=text, start=3, end=3 + len(text), **more),
        ),
    )


def test_phonemes_languages_and_brackets() -> None:
    assert dialect(document(spoken("Zoë [[x]]", language="de"), "en"), "en")[0] == (
        '<speak> [[g]]   &#32;<voice xml:lang="de">Zoë ((x)) &#32;</voice> &#32;</speak>'
    )


def test_phonemes_without_a_mnemonic_leave_the_word_as_it_is_spelt() -> None:
    assert dialect(document(spoken("Goethe", phonemes="ʘ"), "en"), "en")[0] == (
        "<speak> [[g]]  Goethe &#32;</speak>"
    )


@given(text=st.text(min_size=1).filter(str.strip), language=st.sampled_from(["", "de"]))
def test_every_character_is_counted_once(text: str, language: str) -> None:
    utterance = spoken(text, language=language)
    said, origins = dialect(document(utterance, "en"), "en")
    assert len(said) == len(origins)
    assert origins == sorted(origins)
    assert set(origins) >= set(range(3, len(utterance.spoken)))
