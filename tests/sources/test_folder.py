"""A folder stands for the articles below it."""

from __future__ import annotations

import pytest

from narrate.errors import SourceError
from narrate.sources import file, folder
from narrate.sources.arguments import expand


def test_every_article_at_any_depth_in_order(tmp_path):
    for name in (
        "b.html", "a.TXT", "c/d.md", "c/a.epub", "c/e/f.docx", "Z.pdf", "x.htm", "y.xhtml",
        "n.markdown", ".hidden.html", ".git/x.html", "picture.png", "data.json", "README",
    ):  # fmt: skip
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    names = [file.path_of(each).relative_to(tmp_path).as_posix() for each in expand(str(tmp_path))]
    assert names == [
        "Z.pdf", "a.TXT", "b.html", "c/a.epub", "c/d.md", "c/e/f.docx", "n.markdown", "x.htm",
        "y.xhtml",
    ]  # fmt: skip


def test_links_in_a_circle_end(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    assert len(list(folder.sources(tmp_path))) == 1


def test_a_folder_without_articles(tmp_path):
    (tmp_path / "picture.png").write_text("x")
    with pytest.raises(SourceError, match=r"holds no articles.*html htm"):
        list(expand(str(tmp_path)))
