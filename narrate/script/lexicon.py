"""How names and foreign words are said: lexicons laid over the tokens of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from narrate.model import Token

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One word or phrase and how it is said."""

    written: str
    spoken: str = ""
    """What is said in its place; empty: as written."""
    ipa: str = ""
    """Phonemes, for engines that take them; the others say ``spoken``."""
    spell: bool = False
    """Letter by letter."""
    language: str = ""
    """BCP 47 of a foreign name, for engines that can change language."""
    match_case: bool = False
    whole_word: bool = True
    """False: also inside longer words."""
    site: str = ""
    """Only in articles of this host and those below it: ``example.org``."""
    article: str = ""
    """Only in the article of this address."""

    @property
    def said(self) -> str:
        if self.spell:
            return " ".join(character for character in self.written if character.isalnum())
        return self.spoken or self.written


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """A named list of entries, for one language or for any."""

    name: str
    entries: tuple[Entry, ...]
    language: str = ""
    _by_word: Mapping[str, Sequence[Entry]] = field(init=False, repr=False, compare=False)
    _inside: tuple[tuple[re.Pattern[str], Entry], ...] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        by_word: dict[str, list[Entry]] = {}
        inside: list[tuple[re.Pattern[str], Entry]] = []
        for entry in sorted(self.entries, key=lambda entry: -len(entry.written)):
            first = _WORD.search(entry.written)
            if entry.whole_word and first:
                by_word.setdefault(first[0].casefold(), []).append(entry)
            else:
                inside.append((_pattern(entry), entry))
        object.__setattr__(self, "_by_word", by_word)
        object.__setattr__(self, "_inside", tuple(inside))

    def within(self, address: str) -> Lexicon:
        """The entries that hold in the article of that address; empty: it has none."""
        entries = tuple(entry for entry in self.entries if _holds(entry, address))
        if len(entries) == len(self.entries):
            return self
        return Lexicon(name=self.name, entries=entries, language=self.language)

    def speaks(self, language: str) -> bool:
        return not self.language or _primary(self.language) == _primary(language)

    def find(self, text: str, start: int, end: int) -> Iterator[tuple[int, int, Entry]]:
        """Every place of ``text[start:end]`` where an entry stands, the longest entry first."""
        for word in _WORD.finditer(text, start, end):
            for entry in self._by_word.get(word[0].casefold(), ()):
                first = _WORD.search(entry.written)
                begin = word.start() - (first.start() if first else 0)
                match = _pattern(entry).match(text, begin, end) if begin >= start else None
                if match:
                    yield match.start(), match.end(), entry
        for pattern, entry in self._inside:
            for match in pattern.finditer(text, start, end):
                yield match.start(), match.end(), entry


def _holds(entry: Entry, address: str) -> bool:
    if entry.article and _plain(entry.article) != _plain(address):
        return False
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    site = entry.site.lower().removeprefix("www.")
    return not site or host == site or host.endswith(f".{site}")


def _plain(address: str) -> str:
    """An address as far as it tells articles apart."""
    parts = urlsplit(address)
    host = (parts.hostname or "").removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{parts.query}"


def _pattern(entry: Entry) -> re.Pattern[str]:
    """The entry as it may stand in a text: any white space for a blank, curly apostrophes."""
    source = r"\s+".join(re.escape(word) for word in entry.written.split())
    source = source.replace("'", "['’]")
    if entry.whole_word:
        before = r"(?<!\w)" if entry.written[0].isalnum() else ""
        source = before + source + (r"(?!\w)" if entry.written[-1].isalnum() else "")
    return re.compile(source, 0 if entry.match_case else re.IGNORECASE)


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def pronounce(
    tokens: tuple[Token, ...], text: str, language: str, lexicons: Sequence[Lexicon]
) -> tuple[Token, ...]:
    """The tokens of one sentence of ``text`` with every lexicon's word said its way.

    The first lexicon that has a word wins, and in it the longest entry. The spans still
    cover what they covered; a changed token's rule is ``lexicon:`` and the lexicon's name.
    """
    if not tokens:
        return tokens
    taken: list[tuple[int, int, Token]] = []
    for lexicon in lexicons:
        if lexicon.speaks(language):
            places = lexicon.find(text, tokens[0].start, tokens[-1].end)
            for start, end, entry in sorted(places, key=lambda place: (place[0], -place[1])):
                if all(end <= other[0] or start >= other[1] for other in taken):
                    taken.append((start, end, _token(text, start, end, entry, lexicon)))
    if not taken:
        return tokens
    taken.sort(key=lambda place: place[0])
    return tuple(_laid_over(tokens, taken))


def _token(text: str, start: int, end: int, entry: Entry, lexicon: Lexicon) -> Token:
    return Token(
        written=text[start:end],
        spoken=entry.said if entry.spoken or entry.spell else text[start:end],
        start=start,
        end=end,
        rule=f"lexicon:{lexicon.name}",
        phonemes=entry.ipa,
        language=entry.language,
    )


def _laid_over(tokens: Sequence[Token], taken: Sequence[tuple[int, int, Token]]) -> Iterator[Token]:
    """The tokens with those in ``taken`` put in their places; what is cut stays as written."""
    places = iter(taken)
    place = next(places, None)
    for token in tokens:
        position = token.start
        while place is not None and place[0] < token.end:
            start, end, spoken = place
            if start >= token.start:
                yield from _rest(token, position, start)
                yield spoken
            position = max(position, min(end, token.end))
            if end > token.end:
                break
            place = next(places, None)
        if position == token.start:
            yield token
        else:
            yield from _rest(token, position, token.end)


def _rest(token: Token, start: int, end: int) -> Iterator[Token]:
    if start < end:
        written = token.written[start - token.start : end - token.start]
        yield Token(written=written, spoken=written, start=start, end=end, rule="")
