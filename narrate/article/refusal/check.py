"""What a page is in place of an article, or in place of all of it, and the error that says so.

A page that is refused wrongly is lost, and one that is read wrongly is heard and noticed: so
each kind asks for several signs together, a title never decides, and text speaks for the page.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial

from narrate.article.candidate import Candidate
from narrate.article.marked import Marked
from narrate.article.refusal.gate import locked, stub
from narrate.article.refusal.listing import index_page
from narrate.article.refusal.message import consent, redirect, says, shell
from narrate.article.refusal.view import View, view
from narrate.errors import ArticleError
from narrate.model import Article, Dropped

ENOUGH = 25  # words that one may want to hear all the same

_SAVE = "save the page and give that file."
KINDS = {
    "bot check": ("a check for robots", f"Open it in a browser, {_SAVE}"),
    "region block": ("closed to this country", "Look for the article elsewhere."),
    "error page": ("an error page", "Check the address; the article may have moved."),
    "parked domain": ("a parked domain", "The site is gone; look for the article elsewhere."),
    "redirect": ("a redirect", "Give the address that it leads to."),
    "login wall": ("a login wall", f"Log in with a browser, {_SAVE}"),
    "cookie wall": ("a cookie wall", f"Answer it in a browser, {_SAVE}"),
    "paywall stub": ("a paywall stub", "Save the page while logged in and give that file."),
    "index page": ("an index page", "Give the address of one of its articles."),
    "shell of scripts": ("an empty shell of scripts", f"Open it in a browser, {_SAVE}"),
}
_LOGIN_GATE = partial(stub, kind="login gate")
_PAYWALL_GATE = partial(stub, kind="paywall gate")
_STUBS = (_LOGIN_GATE, _PAYWALL_GATE, locked)  # there is text, and it is the article's
# In the order in which they are looked for: the surest first.
_TESTS: tuple[tuple[str, Callable[[View], str]], ...] = (
    ("bot check", partial(says, kind="bot check")),
    ("region block", partial(says, kind="region block")),
    ("error page", partial(says, kind="error page")),
    ("parked domain", partial(says, kind="parked domain")),
    ("redirect", redirect),
    ("login wall", partial(says, kind="login page")),
    ("cookie wall", consent),
    ("login wall", _LOGIN_GATE),
    ("paywall stub", _PAYWALL_GATE),
    ("paywall stub", locked),
    ("index page", index_page),
    ("shell of scripts", shell),
)


def withheld(
    blocks: Sequence[Candidate],
    marked: Marked | None = None,
    *,
    url: str = "",
    keep: Collection[str] = (),
) -> Dropped | None:
    """What a page keeps for those who pay or log in, where it shows the beginning of its article.

    ``blocks`` are all of the page's; ``marked`` holds its tree, and is None for a plain text;
    ``url`` is its address, where it has one. Raises ArticleError, its ``rule`` the kind of page,
    where the page holds no article at all. Kinds named in ``keep`` do not count.
    """
    seen = view(blocks, marked, url)
    for kind, test in _TESTS:
        reason = test(seen) if kind not in keep else ""
        if reason and test in _STUBS:
            return Dropped(text="", rule=kind, reason=f"it is {KINDS[kind][0]}: {reason}")
        if reason:
            raise refusal(kind, f"it is {KINDS[kind][0]}: {reason}", seen.words)
    return None


def insist_on_all(article: Article, subject: str) -> None:
    """Raise ArticleError about ``subject`` where its page holds only the article's beginning."""
    if stub := article.withheld:
        error = refusal(stub.rule, stub.reason, len(article.text.split()))
        error.subject = subject
        raise error


def refusal(kind: str, problem: str, words: int) -> ArticleError:
    """The error for a page of this kind, on which there are so many words to read."""
    advice = KINDS[kind][1]
    if words >= ENOUGH:
        advice += f' To have it read as it is: narrate text --keep "{kind}".'
    return ArticleError(problem, advice=advice, rule=kind)
