"""Rules for one site: every bundled file runs its own examples."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.article import site
from narrate.article.boilerplate import phrases_of, rule_for
from narrate.article.cleaner import clean
from narrate.errors import ArticleError

FILES = sorted(site.BUNDLED.glob("*.toml"))
EXAMPLES = [
    (file.stem, example)
    for file in FILES
    for example in tomllib.loads(file.read_text(encoding="utf-8"))["example"]
]
RULE = "[[rule]]\nname = 'share bar'\nreason = ''\nmatches = []\nspares = []\n"
PROSE = (
    "<p>The harbour was quiet that night, and only the lamp on the pier was burning, as ever.</p>"
)
NOTE = "Whoever finds the blue boat may keep it, says the owner, who has bought another one."
PAGE = (
    f"<html><body><h1>A quiet night</h1><div class='text'>{PROSE}"
    f"<p class='note'>{NOTE}</p></div></body></html>"
)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file of the user's own rules for harbour.example."""
    monkeypatch.setattr(site, "user_sites", lambda: tmp_path)
    site.read.cache_clear()
    return tmp_path / "harbour.example.toml"


@pytest.mark.parametrize(("domain", "example"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_a_site_keeps_and_drops_its_examples(domain: str, example: dict) -> None:
    article = clean(f"<html>{example['html']}</html>", url=f"https://www.{domain}/story")
    assert [block.text for block in article.blocks if block.kind != "title"] == example["kept"]
    dropped = {d.text: d.rule for d in article.dropped}
    assert example["dropped"].items() <= dropped.items()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_its_phrases_are_tested_as_all_rules_are(file: Path) -> None:
    rules = site.read(file).rules
    for rule in rules:
        assert all(rule_for(text, phrases_of(rules)) for text in rule.matches)
        assert not any(rule_for(text, phrases_of(rules)) for text in rule.spares)


@pytest.mark.parametrize("host", ["harbour.example", "www.harbour.example", "HARBOUR.example:8080"])
def test_the_rules_hold_for_the_domain_and_all_below_it(own: Path, host: str) -> None:
    own.write_text('[drop]\n"picture caption" = [".note"]')
    article = clean(PAGE, url=f"https://{host}/x")
    assert {d.text: d.rule for d in article.dropped}[NOTE] == "picture caption"
    assert NOTE in clean(PAGE, url="https://arbour.example/x").text


def test_a_page_without_an_address_belongs_to_the_site_it_names(own: Path) -> None:
    own.write_text('[drop]\n"picture caption" = [".note"]')
    page = f"<html><link rel='canonical' href='https://harbour.example/x'>{PAGE}"
    assert NOTE not in clean(page).text


def test_what_a_site_says_can_be_overridden(own: Path) -> None:
    own.write_text('[drop]\n"picture caption" = [".note"]')
    assert NOTE in clean(PAGE, url="https://harbour.example/", keep=["picture caption"]).text


def test_what_a_site_keeps_no_other_rule_drops(own: Path) -> None:
    page = PAGE.replace("</h1>", "</h1><p class='lead'>Listen to this article</p>")
    own.write_text('keep = [".lead"]')
    assert "Listen to this article" in clean(page, url="https://harbour.example/").text


def test_what_stands_beside_the_body_is_not_the_article(own: Path) -> None:
    page = PAGE.replace("</body>", f"<div>{PROSE}</div></body>").replace("quiet that", "loud that")
    own.write_text('body = "div.text"')
    assert [d.reason for d in clean(page, url="https://harbour.example/").dropped].count(
        site.OUTSIDE[1]
    )
    own.write_text('body = "div.gone"')  # a site that has changed is read as any other
    site.read.cache_clear()
    assert NOTE in clean(page, url="https://harbour.example/").text


@pytest.mark.parametrize(
    ("rules", "problem"),
    [
        ('body = "x', "Unterminated"),
        ("bodi = 'p'", "Did you mean 'body'?"),
        ("body = 3", "'body' is not a text in quotes"),
        ("body = 'p['", "'p[' is no CSS selector"),
        ("[drop]\n'listen notise' = ['p']", "Did you mean 'listen notice'?"),
        ("[drop]\n'listen notice' = 'p'", "has a list of selectors"),
        (RULE, "without 'patterns'"),
        (f"{RULE}patterns = ['(']\n", "a rule is not right"),
    ],
)
def test_a_file_that_is_not_right_says_what_is_wrong(own: Path, rules: str, problem: str) -> None:
    own.write_text(rules)
    with pytest.raises(ArticleError) as caught:
        clean(PAGE, url="https://harbour.example/")
    assert str(own) in str(caught.value)
    assert problem in str(caught.value)


@given(st.text(max_size=60))
def test_any_address_has_rules_or_none(host: str) -> None:
    assert site.site_of(f"https://{host}/") is not None
