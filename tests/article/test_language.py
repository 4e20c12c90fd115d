import pytest

from narrate.article.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ship left the harbour and it was not seen again for a year.", "en"),
        ("Das Schiff verließ den Hafen und wurde ein Jahr lang nicht mehr gesehen.", "de"),
        ("Le navire a quitté le port et on ne l’a pas revu pendant un an.", "fr"),
        ("El barco salió del puerto y no se vio más durante un año en la costa.", "es"),
        ("船は港を出て、それから一年のあいだ見られなかった。", "ja"),
        ("1 2 3", ""),
    ],
)
def test_a_sentence_is_enough(text: str, language: str) -> None:
    assert detect(text) == language
