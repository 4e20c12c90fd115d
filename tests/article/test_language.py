import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.article.language import detect, foreign, small_words

SAID = {
    "en": "The ship left the harbour and it was not seen again for a whole year.",
    "de": "Das Schiff verließ den Hafen und wurde ein Jahr lang nicht mehr gesehen.",
    "fr": "Le navire a quitté le port et on ne l’a pas revu pendant un an.",
    "es": "El barco salió del puerto y no se volvió a ver durante un año entero.",
    "it": "La nave lasciò il porto e non si vide più per un anno intero, disse l’uomo.",
    "nl": "Het schip verliet de haven en werd een jaar lang niet meer gezien.",
    "pt": "O navio deixou o porto e não foi mais visto durante um ano inteiro.",
    "pl": "Statek opuścił port i przez cały rok nikt już go nie widział.",
    "sv": "Skeppet lämnade hamnen och sågs inte till på ett helt år.",
    "da": "Skibet forlod havnen, og ingen så det igen, før der var gået et helt år.",
    "nb": "Skipet forlot havnen, og ingen så det igjen før det hadde gått et helt år.",
    "fi": "Laiva lähti satamasta, eikä kukaan nähnyt sitä enää kokonaiseen vuoteen.",
    "cs": "Loď opustila přístav a celý rok ji už nikdo neviděl.",
    "hu": "A hajó elhagyta a kikötőt, és egy teljes évig nem látta senki.",
    "ro": "Corabia a părăsit portul și nu a mai fost văzută un an întreg.",
    "tr": "Gemi limandan ayrıldı ve bir yıl boyunca onu kimse görmedi.",
    "id": "Kapal itu meninggalkan pelabuhan dan tidak terlihat lagi selama satu tahun.",
    "vi": "Con tàu rời bến cảng và không ai thấy nó nữa trong suốt một năm.",
    "ru": "Корабль покинул гавань, и целый год его никто не видел.",
    "uk": "Корабель покинув гавань, і цілий рік його ніхто не бачив.",
    "ja": "船は港を出て、それから一年のあいだ見られなかった。",
    "fa": "کشتی بندر را ترک کرد و یک سال تمام کسی آن را ندید، چنان‌که گفتند.",
}


@pytest.mark.parametrize("language", SAID)
def test_a_sentence_is_enough(language: str) -> None:
    assert detect(SAID[language]) == language


@pytest.mark.parametrize("text", ["", "1 2 3", "— … !", "Xyzzy"])
def test_what_is_no_text_has_no_language(text: str) -> None:
    assert detect(text) == ""


@pytest.mark.parametrize("language", ["de", "fr", "es", "it", "nl", "pt", "sv", "ru", "fa"])
def test_a_quote_in_another_language_is_heard(language: str) -> None:
    assert foreign(2 * SAID[language], "en-GB") == language
    assert foreign(2 * SAID["en"], language) == "en"


@pytest.mark.parametrize("language", [language for language in SAID if language != "ja"])
def test_a_text_is_not_foreign_in_its_own_language(language: str) -> None:
    assert foreign(SAID[language] * 2, language) == ""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Das ist kurz.", "en"),
        (SAID["nb"], "da"),
        (SAID["en"], "et"),
        (SAID["en"], ""),
        ("1 + q 2 ( 1 − q ) + q 6 ( 1 − q ) ( 1 − q 2 ) + ⋯ = ∏ j = 0 ∞ 1 ( 1 − q 5 j + 2 )", "en"),
        ("Best Overall | Best Plus Size Denim | Best Plus Size Activewear | Notre-Dame", "en"),
        (
            "Photo by Ada on https://photos.example/de/ein-haus-mit-vielen-lichtern-und-der-see",
            "en",
        ),
    ],
)
def test_what_is_not_clear_is_left_alone(text: str, language: str) -> None:
    assert foreign(text, language) == ""


def test_the_small_words_are_those_that_the_judge_was_trained_on() -> None:
    assert len(small_words()) == 545
    assert {"the", "und", "qui"} <= small_words()


@given(st.text(max_size=200), st.sampled_from(sorted(SAID)))
def test_any_text_is_borne(text: str, language: str) -> None:
    assert isinstance(detect(text), str)
    assert foreign(text, language) != language
