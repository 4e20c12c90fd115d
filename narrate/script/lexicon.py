"""How names and foreign words are said: lexicons laid over the tokens of a sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

from narrate.model import Token, Utterance
from narrate.script.lexicon_index import Index, Place
from narrate.script.normaliser import spoken as normaliser

_POSSESSIVE = re.compile(r"['’]s(?!\w)")


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
    """BCP 47 of a foreign name, for engines that can change language; not with ``spoken``,
    which is written for the language around it."""
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
    _index: Index = field(init=False, repr=False, compare=False)
    _scoped: tuple[Entry, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", Index(self.entries))
        scoped = tuple(entry for entry in self.entries if entry.site or entry.article)
        object.__setattr__(self, "_scoped", scoped)

    def within(self, address: str) -> Lexicon:
        """The entries that hold in the article of that address; empty: it has none."""
        elsewhere = {entry for entry in self._scoped if not _holds(entry, address)}
        if not elsewhere:
            return self
        entries = tuple(entry for entry in self.entries if entry not in elsewhere)
        return Lexicon(name=self.name, entries=entries, language=self.language)

    def speaks(self, language: str) -> bool:
        return not self.language or _primary(self.language) == _primary(language)

    def find(self, text: str, start: int, end: int) -> Iterator[Place]:
        """Every place of ``text[start:end]`` where an entry stands; they may overlap."""
        return self._index.find(text, start, end)


def _holds(entry: Entry, address: str) -> bool:
    host, page = _plain(address)
    site = _ascii(entry.site)
    at_home = not site or host == site or host.endswith(f".{site}")
    return at_home and (not entry.article or _plain(entry.article) == (host, page))


def _plain(address: str) -> tuple[str, str]:
    """Host and page of an address as far as they tell articles apart; nothing of what is none."""
    try:
        parts = urlsplit(address.strip())
        host = _ascii(parts.hostname or "")
    except ValueError:
        return "", address
    return host, f"{parts.path.rstrip('/')}?{parts.query}"


def _ascii(host: str) -> str:
    """A host as the DNS has it, without www."""
    host = host.strip().lower().removeprefix("www.").rstrip(".")
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def _primary(language: str) -> str:
    return language.replace("_", "-").partition("-")[0].lower()


def pronounce(
    tokens: tuple[Token, ...], text: str, language: str, lexicons: Sequence[Lexicon]
) -> tuple[Token, ...]:
    """The tokens of one sentence of ``text`` with every lexicon's word said its way.

    The first lexicon that has a word wins, and in it the longest entry. The spans still
    cover what they covered; a changed token's rule is ``lexicon:`` and the lexicon's name.
    An entry for a part of what the normaliser says as one, the 5 of $5m, leaves it alone.
    """
    if not tokens:
        return tokens
    first, last = tokens[0].start, tokens[-1].end
    starts = [token.start for token in tokens]
    free = bytearray(b"\x01" * (last - first))
    taken: list[Token] = []
    for lexicon in lexicons:
        if lexicon.speaks(language):
            places = lexicon.find(text, first, last)
            for start, end, entry in sorted(places, key=lambda place: (place[0], -place[1])):
                if 0 in free[start - first : end - first]:
                    continue
                begin = bisect_right(starts, start) - 1
                under = tokens[begin : bisect_right(starts, end - 1)]
                if not (_cuts(text, under[0], start) or _cuts(text, under[-1], end)):
                    free[start - first : end - first] = bytes(end - start)
                    taken.append(_token(text, start, end, entry, lexicon, under))
    if not taken:
        return tokens
    taken.sort(key=lambda token: token.start)
    said = _laid_over(tokens, taken, language)
    return tuple(_with_possessives(said) if _primary(language) == "en" else said)


def _cuts(text: str, token: Token, at: int) -> bool:
    """Whether ``at`` lies inside a word or figure of what the normaliser says as one."""
    if not token.rule or not token.start < at < token.end:
        return False
    before, after = text[token.start : at], text[at : token.end]
    joined = not (before[-1].isspace() or after[0].isspace())
    return joined and any(map(str.isalnum, before)) and any(map(str.isalnum, after))


def _token(
    text: str, start: int, end: int, entry: Entry, lexicon: Lexicon, under: tuple[Token, ...]
) -> Token:
    if entry.spoken or entry.spell:
        said = entry.said
    elif under[0].start >= start and under[-1].end <= end:
        said = Utterance(block=0, tokens=under).spoken  # figures as words, as without the entry
    else:
        said = text[start:end]
    return Token(
        written=text[start:end],
        spoken=said,
        start=start,
        end=end,
        rule=f"lexicon:{lexicon.name}",
        phonemes=entry.ipa,
        language="" if entry.spoken else entry.language,
    )


def _laid_over(tokens: Sequence[Token], taken: Sequence[Token], language: str) -> Iterator[Token]:
    """The tokens with those of ``taken`` in their places, and what is left of a token beside."""
    places = iter(taken)
    place = next(places, None)
    for token in tokens:
        position = token.start
        while place is not None and place.start < token.end:
            if place.start >= token.start:
                yield from _rest(token, position, place.start, language)
                yield place
            position = max(position, min(place.end, token.end))
            if place.end > token.end:
                break
            place = next(places, None)
        if position == token.start:
            yield token
        else:
            yield from _rest(token, position, token.end, language)


def _rest(token: Token, start: int, end: int, language: str) -> Iterator[Token]:
    """What an entry left of a token: said anew where it was not plain, as the XIV of Louis XIV.

    The stop of an abbreviation stays unsaid.
    """
    written = token.written[start - token.start : end - token.start]
    if written == "." and token.rule and not token.spoken.endswith("."):
        yield Token(written=written, spoken="", start=start, end=end, rule=token.rule)
    elif token.rule:
        yield from normaliser.tokens(written, language, start)
    elif written:
        yield Token(written=written, spoken=written, start=start, end=end, rule="")


def _with_possessives(tokens: Iterable[Token]) -> list[Token]:
    """The tokens, an English 's in the phonemes of its name: no engine says it by itself."""
    joined: list[Token] = []
    for token in tokens:
        name = joined[-1] if joined else token
        if name.phonemes and name.end == token.start and _POSSESSIVE.match(token.written):
            joined[-1] = replace(
                name,
                written=name.written + token.written[:2],
                spoken=name.spoken + token.written[:2],
                end=name.end + 2,
                phonemes=name.phonemes + _ending(name.phonemes),
            )
            rest = token.written[2:]
            if rest:
                joined.append(replace(token, written=rest, spoken=rest, start=token.start + 2))
        else:
            joined.append(token)
    return joined


def _ending(ipa: str) -> str:
    """How the 's sounds: Leith’s, Goethe’s, Alice’s."""
    if ipa.endswith(("s", "z", "ʃ", "ʒ")):
        return "ɪz"
    return "s" if ipa.endswith(("p", "t", "k", "f", "θ", "x")) else "z"
