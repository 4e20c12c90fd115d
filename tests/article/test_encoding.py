import pytest

from narrate.article.encoding import decode
from narrate.errors import ArticleError


@pytest.mark.parametrize(
    ("content", "charset"),
    [
        ("Bär".encode(), ""),
        ("Bär".encode("utf-8-sig"), ""),
        ("Bär".encode("cp1252"), ""),
        ("Bär".encode("latin-1"), "iso-8859-1"),
        ("Bär".encode("utf-16"), ""),
        ("Bär".encode("cp437"), "cp437"),
        ("Bär".encode(), "no-such-charset"),
    ],
)
def test_text_is_read_in_whichever_encoding(content: bytes, charset: str) -> None:
    assert decode(content, charset) == "Bär"


def test_a_page_declares_its_own_encoding() -> None:
    assert "Ж" in decode('<meta charset="windows-1251"><p>Ж</p>'.encode("cp1251"))


def test_a_picture_is_not_text() -> None:
    with pytest.raises(ArticleError, match="not text"):
        decode(b"\x89PNG\r\n\0\0\0\0\0\0\0\0\0\0")
