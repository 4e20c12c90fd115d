"""Lexicons: what they change, what they leave alone, and how their faults are told."""

import time
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import VoiceError
from narrate.model import Token, Utterance
from narrate.resources import bundled_voices
from narrate.script.lexicon import Entry, Lexicon, pronounce
from narrate.script.lexicon_files import read_lexicon, read_lexicons
from narrate.script.normaliser import spoken


def said(text, *entries, language="en", of="en"):
    lexicon = Lexicon(name="mine", entries=entries, language=of)
    return Utterance(block=0, tokens=tokens_said(text, lexicon, language=language)).spoken


def tokens_said(text, *lexicons, language="en"):
    return pronounce(spoken.tokens(text, language), text, language, lexicons)


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        (
            Entry(written="Shoigu", spoken="Shoy-goo"),
            "(Shoigu’s, shoigu)",
            "(Shoy-goo’s, Shoy-goo)",
        ),
        (Entry(written="Ito", spoken="Ee-toh"), "Ito, Itoya and Kaito", "Ee-toh, Itoya and Kaito"),
        (Entry(written="ito", spoken="X", whole_word=False), "Kaitos", "KaXs"),
        (Entry(written="US", spoken="you ess", match_case=True), "US for us", "you ess for us"),
        (Entry(written="Kim Jong Un", spoken="Gim"), "Kim Jong\nUn met Kim", "Gim met Kim"),
        (Entry(written="GmbH", spell=True), "a GmbH.", "a G m b H."),
        (Entry(written="O'Hara", spoken="O Hara"), "to O’Hara", "to O Hara"),
        (Entry(written="IMF", spoken="the Fund"), "IMF and EU", "the Fund and EU"),
        (Entry(written="C++", spoken="see plus plus"), "C++ and C", "see plus plus and C"),
        (Entry(written="$5m", spoken="a lot"), "He paid $5m.", "He paid a lot."),
        (Entry(written="al-Assad", spoken="Ah-sad"), "al‑Assad’s men", "Ah-sad’s men"),
        (
            Entry(written="Shoigu", spoken="Shoy-goo"),
            "Shoigu-led, SHOIGU",
            "Shoy-goo-led, Shoy-goo",
        ),
        (Entry(written="Müller", spoken="Mew-ler"), "Mu\u0308ller", "Mu\u0308ller"),  # not NFC
        (Entry(written="Mu", spoken="Moo"), "Mu\u0308ller", "Mu\u0308ller"),
        (Entry(written="Straße", spoken="Shtrahsuh"), "STRASSE", "Shtrahsuh"),
        (Entry(written="北京", spoken="Bay-jing"), "in 北京市", "in Bay-jing市"),
        (Entry(written="🦊", spoken="fox"), "a 🦊.", "a fox."),
    ],
    ids=lambda value: value.written if isinstance(value, Entry) else "",
)
def test_an_entry_is_said_its_way(entry, text, expected):
    assert said(text, entry) == expected


@pytest.mark.parametrize(
    ("entry", "text", "expected"),
    [
        (
            Entry(written="F-35 Lightning", spoken="eff thirty five Lightning"),
            "An F-35 Lightning flew.",
            "An eff thirty five Lightning flew.",
        ),
        (
            Entry(written="Lightning", spoken="Lite-ning"),
            "An F-35 Lightning flew.",
            "An F thirty five Lite-ning flew.",
        ),
        (Entry(written="Louis", spoken="Looey"), "Louis XIV sat.", "Looey the fourteenth sat."),
        (Entry(written="May", spoken="Mye"), "On 3 May it rained.", "On three Mye it rained."),
        (Entry(written="St", spoken="Saint"), "St. Ives slept.", "Saint Ives slept."),
        (Entry(written="St. Ives", spoken="Sint Ives"), "St. Ives slept.", "Sint Ives slept."),
        # Part of what is said as one: the entry is not meant.
        (Entry(written="F", spoken="eff"), "An F-35 flew.", "An F thirty five flew."),
        (
            Entry(written="5", spoken="fife"),
            "He paid $5.2m.",
            "He paid five point two million dollars.",
        ),
        # Without a spoken form of its own it is said as without the entry.
        (Entry(written="Apollo 13", language="en"), "Apollo 13 came.", "Apollo thirteen came."),
    ],
    ids=lambda value: value.written if isinstance(value, Entry) else "",
)
def test_an_entry_and_what_the_normaliser_says(entry, text, expected):
    assert said(text, entry) == expected


@pytest.mark.parametrize(
    ("ipa", "heard"), [("liːθ", "liːθs"), ("ˈælɪs", "ˈælɪsɪz"), ("ˈɡɜːtə", "ˈɡɜːtəz")]
)
def test_phonemes_take_the_possessive_in(ipa: str, heard: str):
    lexicon = Lexicon(name="mine", entries=(Entry(written="Leith", ipa=ipa),))
    name, stop = tokens_said("Leith’s.", lexicon)
    assert (name.written, name.spoken, name.phonemes) == ("Leith’s", "Leith’s", heard)
    assert (name.end, stop.written, stop.start) == (7, ".", 7)
    (name, *_) = tokens_said("Leith’s.", lexicon, language="de")
    assert name.written == "Leith"


def test_a_respelling_is_not_for_a_foreign_voice():
    entry = Entry(written="Goethe", spoken="Gur-tuh", language="de")
    (token,) = tokens_said("Goethe", Lexicon(name="mine", entries=(entry,)))
    assert (token.spoken, token.language) == ("Gur-tuh", "")


def test_the_narrowest_entry_of_one_writing_wins():
    entries = (
        Entry(written="Reading", spoken="reeding"),
        Entry(written="Reading", spoken="Redding", match_case=True),
        Entry(written="Reading", spoken="Raiding", site="example.org"),
    )
    lexicon = Lexicon(name="mine", entries=entries)
    there = lexicon.within("https://example.org/a")

    def heard(text, lexicon):
        return [token.spoken for token in tokens_said(text, lexicon)]

    assert heard("Reading reading", lexicon.within("")) == ["Redding", "reeding"]
    assert heard("Reading", there) == ["Raiding"]


def test_phonemes_and_the_name_of_the_rule_stay_with_the_token():
    entry = Entry(written="Goethe", ipa="ˈɡøːtə", language="de")
    lexicon = Lexicon(name="poets", entries=(entry,))
    assert tokens_said("By Goethe.", lexicon) == (
        Token(written="By", spoken="By", start=0, end=2),
        Token(
            written="Goethe",
            spoken="Goethe",
            start=3,
            end=9,
            rule="lexicon:poets",
            phonemes="ˈɡøːtə",
            language="de",
        ),
        Token(written=".", spoken=".", start=9, end=10),
    )


def test_the_longest_entry_and_the_first_lexicon_win():
    first = Lexicon(name="a", entries=(Entry(written="Lee", spoken="Yi"),))
    second = Lexicon(
        name="b",
        entries=(Entry(written="Lee", spoken="Lay"), Entry(written="Ann Lee", spoken="Annelie")),
    )
    text = "Ann Lee"
    assert Utterance(block=0, tokens=tokens_said(text, first, second)).spoken == "Ann Yi"
    assert Utterance(block=0, tokens=tokens_said(text, second, first)).spoken == "Annelie"


def test_a_lexicon_speaks_its_own_language_only():
    entry = Entry(written="Gift", spoken="Poison")
    assert said("Gift", entry, language="en-GB") == "Poison"
    assert said("Gift", entry, language="de") == "Gift"
    assert said("Gift", entry, language="de", of="") == "Poison"


names = st.sampled_from(["Kim", "Kim Lee", "5", "a-b", "im", "(x", "Dr.", "$5m", "m.", "é"])
entries = st.builds(
    Entry,
    written=names,
    spoken=st.sampled_from(["", "say", "two words"]),
    ipa=st.sampled_from(["", "kɪm"]),
    spell=st.booleans(),
    match_case=st.booleans(),
    whole_word=st.booleans(),
)


@given(
    st.lists(
        names | st.sampled_from([" ", "Kimono", ".", "\n", "’s", "XIV", "F-35"]), max_size=12
    ).map("".join),
    st.lists(entries, max_size=5),
)
def test_spans_still_cover_all_but_white_space(text, some):
    before = spoken.tokens(text, "en")
    after = tokens_said(text, Lexicon(name="l", entries=tuple(some)))
    assert not before == () != after
    position = 0
    for token in after:
        assert position <= token.start < token.end
        assert not text[position : token.start].strip()
        assert token.written == text[token.start : token.end]
        position = token.end
    assert not text[position:].strip()


# -- files ------------------------------------------------------------------------------------


@pytest.mark.parametrize("file", sorted((bundled_voices() / "lexicons").glob("*.toml")), ids=str)
def test_examples_of_the_bundled_lexicons(file):
    lexicon = read_lexicon(file)
    examples = tomllib.loads(file.read_text("utf-8"))["examples"]
    assert examples
    for example in examples:
        tokens = tokens_said(example["text"], lexicon, language=lexicon.language)
        assert Utterance(block=0, tokens=tokens).spoken == example["spoken"]


def test_a_lexicon_is_found_by_name_or_by_path(tmp_path: Path):
    file = tmp_path / "own.toml"
    file.write_text('[[entries]]\nwritten = "Ayr"\nspoken = "Air"\n', "utf-8")
    world, own = read_lexicons(["world", str(file)])
    assert (world.name, own.name, own.entries[0].said) == ("world", "own", "Air")


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        ('[[entries]]\nwritten = "a"\nspoken =\n', 3, "not TOML"),
        ('[[entries]]\nwritten = "a"\nspoken = "b"\n\n[[entries]]\nspoken = "c"\n', 5, "written"),
        ('\n[[entries]]\nwritten = "a"\nspokn = "b"\n', 2, "Did you mean"),
        ('[[entries]]\nwritten = "a"\nspell = "yes"\n', 1, "true or false"),
        ('[[entries]]\nwritten = "a"\n', 1, "needs"),
        ('language = "en"\nentrys = []\n', 2, "entrys"),
        ("language = 5\n", 1, "language"),
    ],
)
def test_faults_are_told_with_file_and_line(tmp_path: Path, content, line, problem):
    file = tmp_path / "bad.toml"
    file.write_text(content, "utf-8")
    with pytest.raises(VoiceError) as caught:
        read_lexicon(file)
    told = str(caught.value)
    assert str(file) in told
    assert problem in told
    assert f":{line}" in told or f"line {line}" in told


def test_a_missing_file_is_told(tmp_path: Path):
    with pytest.raises(VoiceError, match=r"none\.toml: the lexicon cannot be read"):
        read_lexicon(tmp_path / "none.toml")


def test_an_unknown_name_gets_a_suggestion():
    with pytest.raises(VoiceError, match="Did you mean"):
        read_lexicons(["wrold"])


@pytest.mark.parametrize(
    ("scope", "address", "holds"),
    [
        ({"site": "example.org"}, "https://example.org/a", True),
        ({"site": "example.org"}, "https://www.example.org/a", True),
        ({"site": "example.org"}, "https://news.example.org/a", True),
        ({"site": "example.org"}, "https://badexample.org/a", False),
        ({"site": "example.org"}, "", False),
        ({"article": "https://example.org/a"}, "http://example.org/a/#top", True),
        ({"article": "https://example.org/a"}, "https://example.org/b", False),
        ({"site": "bücher.example"}, "https://xn--bcher-kva.example/a", True),
        ({"site": "example.org"}, "https://[broken", False),
    ],
)
def test_an_entry_may_hold_for_one_site_or_article(scope, address, holds):
    lexicon = Lexicon(name="mine", entries=(Entry(written="Reading", spoken="Redding", **scope),))
    assert bool(lexicon.within(address).entries) == holds


def test_a_whole_file_may_hold_for_one_site(tmp_path):
    file = tmp_path / "site.toml"
    file.write_text('site = "example.org"\n[[entries]]\nwritten = "a"\nspoken = "b"\n')
    (entry,) = read_lexicon(file).entries
    assert entry.site == "example.org"


def test_fifty_thousand_entries_cost_what_fifty_do():
    entries = [Entry(written=f"Port {n}x", spoken="Haven") for n in range(50_000)]
    entries += [Entry(written=f"q{n}", spoken="k", whole_word=False) for n in range(50_000)]
    lexicon = Lexicon(name="big", entries=tuple(entries))
    text = "She sailed from Port 49999x to Port 7x, they said, and nobody on the quay waved."
    tokens = spoken.tokens(text, "en")
    took = []
    for _ in range(5):
        begun = time.process_time()
        heard = pronounce(tokens, text, "en", (lexicon,))
        took.append(time.process_time() - begun)
    assert min(took) < 0.002
    assert Utterance(block=0, tokens=heard).spoken.count("Haven") == 2


def test_a_very_long_sentence_takes_linear_time():
    text = "Kim " * 20_000
    tokens = spoken.tokens(text, "en")
    entries = (Entry(written="Kim", spoken="Gim"), Entry(written="Kim Kim Kim", spoken="Gims"))
    begun = time.process_time()
    pronounce(tokens, text, "en", (Lexicon(name="l", entries=entries),) * 3)
    assert time.process_time() - begun < 3
