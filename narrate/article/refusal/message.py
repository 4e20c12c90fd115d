"""Pages that are nothing but a message: an error, a check for robots, a login, a wait."""

from __future__ import annotations

import re

from narrate.article.candidate import Candidate, tidy
from narrate.article.refusal.notices import in_title, is_notice, sentences
from narrate.article.refusal.view import View, count, short

TITLED = 100  # words besides the notices: as many are an article under whichever title
BARE = 8  # words: fewer are none under such a title, though no sentence says more
UNTITLED = 25  # words besides the notices, where these are the greater part
CONSENT = 0.7  # share of the words of a cookie wall that are about consent
SHELL = 25  # words around the place where scripts would put the text
STILL = 12  # words of a page that asks for scripts and leaves no such place
SOON = 30  # seconds after which a page leads elsewhere
_LONGEST = 1500  # words; a page with more has more to say than a message

_MOUNTS = "root app __next __nuxt svelte react-root app-root application main-app".split()
_REFRESH = re.compile(r"\s*(\d{1,4})\s*[;,]\s*url\s*=\s*['\"]?([^'\"\s]{1,500})", re.IGNORECASE)


def says(view: View, kind: str) -> str:
    """Its words, where the page is a message of that kind; else empty.

    Under a title that says so, one sentence that says so as well is enough, if there is no
    text of the length of an article; without such a title notices must be most of the page.
    """
    if view.words > _LONGEST:
        return ""
    title = next((title for title in view.titles if in_title(title, kind)), "")
    main, said, rest = set(map(id, view.main)), list[str](), view.words
    for block in view.shown:
        found = _said(block, view, kind)
        said += found
        rest -= sum(map(count, found)) if id(block) in main and block.linked < 0.5 else 0
    if title and (rest < BARE or (said and rest < TITLED)):
        return f"it says “{short(title)}”"
    if said and rest < UNTITLED and sum(map(count, said)) >= rest:
        return f"it says “{short(said[0])}”"
    return ""


def _said(block: Candidate, view: View, kind: str) -> list[str]:
    """The notices in a block that is not a title; all of it where it is one as a whole."""
    if kind not in view.notices(block.text) or block.text in view.titles:
        return []
    if is_notice(block.text, kind):
        return [block.text]
    return [sentence for sentence in sentences(block.text) if is_notice(sentence, kind)]


def consent(view: View) -> str:
    """The words of a page that asks for consent to cookies, and for little else; else empty.

    Articles about cookies speak of consent as well: but of other things too, at length, and
    they do not address their reader so.
    """
    if not 0 < view.words <= _LONGEST:
        return ""
    asking = [t for t in view.titles if in_title(t, "cookie wall")]
    if not asking and all("cookie wall" not in view.notices(b.text) for b in view.main):
        return ""
    about = words = 0
    for block in view.main:
        if block.linked >= 0.5 or block.text in view.titles:
            continue
        for sentence in sentences(block.text):
            words += count(sentence)
            if is_notice(sentence, "cookie wall"):
                asking.append(sentence)
                about += count(sentence)
            elif is_notice(sentence, "consent"):
                about += count(sentence)
    enough = len(asking) >= (1 if words < TITLED else 2)
    if not enough or about < CONSENT * words or words - about >= TITLED:
        return ""
    return f"it says “{short(asking[0])}”"


def redirect(view: View) -> str:
    """Where a page leads that has no text of its own; else empty."""
    if view.soup is None or view.words >= UNTITLED:
        return ""
    for tag in view.soup.find_all("meta", content=True):
        if str(tag.get("http-equiv") or "").lower() != "refresh" or tag.find_parent("noscript"):
            continue
        found = _REFRESH.match(str(tag["content"]))
        if found and int(found[1]) <= SOON:
            return f"it leads to {found[2]}"
    return says(view, "redirect")


def shell(view: View) -> str:
    """What is missing on a page whose text scripts would bring; else empty."""
    if view.soup is None or view.words >= SHELL:
        return ""
    asks = [
        sentence
        for text in [*(b.text for b in view.shown), *_for_no_scripts(view)]
        for sentence in [text, *sentences(text)]
        if is_notice(sentence, "scripts needed")
    ]
    if asks and view.words - count(asks[0]) < STILL:
        return f"it says “{short(asks[0])}”"
    if any(not tag.get_text().strip() for tag in view.soup.find_all(id=_MOUNTS, limit=5)):
        return "the place for its text is empty"
    if not view.shown and view.soup.find("script", src=True):
        return "there is nothing in it but scripts"
    return ""


def _for_no_scripts(view: View) -> list[str]:
    assert view.soup is not None
    return [tidy(tag.get_text(" ")[:2000]) for tag in view.soup.find_all("noscript", limit=10)]
