"""How well articles are found on pages, beside other extractors: one table a set of pages.

    python tests/benchmarks/extraction.py DATA [--worst N]

DATA holds ``ID.json`` (``source_set``, ``articleBody``, ``url``) and ``ID.html.gz``. Score:
overlap of runs of four words, F1 of mean precision and mean recall over the pages, as the
article extraction benchmark of Zyte defines it. Extractors not installed are left out.
The judge of blocks may have been grown on these very pages; how it does on sites that it has
not seen is what ``verdict_training.py DATA`` prints.
"""

from __future__ import annotations

import argparse
import gzip
import importlib
import importlib.util
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path

from narrate.article.cleaner import clean
from narrate.errors import ArticleError
from narrate.model import Article

WORD = re.compile(r"\w+")
Extract = Callable[[bytes, str], str]


def ours(page: bytes, url: str) -> str:
    """All blocks but title and captions; a page that is refused counts as empty."""
    try:
        article = clean(page, url=url)
    except ArticleError:
        return ""
    return body(article)


def body(article: Article) -> str:
    return "\n".join(b.text for b in article.blocks if b.kind not in ("title", "caption"))


def _trafilatura(page: bytes, url: str) -> str:
    module = importlib.import_module("trafilatura")
    return module.extract(page, url=url or None, include_comments=False) or ""


def _trafilatura_precise(page: bytes, url: str) -> str:
    module = importlib.import_module("trafilatura")
    found = module.extract(page, url=url or None, include_comments=False, favor_precision=True)
    return found or ""


def _readability(page: bytes, url: str) -> str:
    document = importlib.import_module("readability").Document(page.decode("utf-8", "replace"))
    soup = importlib.import_module("bs4").BeautifulSoup(document.summary(), "lxml")
    return str(soup.get_text(" "))


def _resiliparse(page: bytes, url: str) -> str:
    module = importlib.import_module("resiliparse.extract.html2text")
    return str(module.extract_plain_text(page.decode("utf-8", "replace"), main_content=True))


def _newspaper(page: bytes, url: str) -> str:
    newspaper = importlib.import_module("newspaper")
    article = newspaper.Article(url or "http://localhost/", fetch_images=False)
    article.download(input_html=page.decode("utf-8", "replace"))
    article.parse()
    return str(article.text)


OTHERS: dict[str, tuple[str, Extract]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "  favor_precision": ("trafilatura", _trafilatura_precise),
    "readability-lxml": ("readability", _readability),
    "resiliparse": ("resiliparse", _resiliparse),
    "newspaper4k": ("newspaper", _newspaper),
}


def overlap(reference: str, found: str) -> tuple[float | None, float | None]:
    """Precision and recall of one page; None where the text to divide by is empty."""
    wanted, got = _runs(reference), _runs(found)
    common = sum((wanted & got).values())
    return (
        common / got.total() if got else None,
        common / wanted.total() if wanted else None,
    )


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = WORD.findall(text)
    width = min(4, len(words)) or 1
    return Counter(tuple(words[i : i + width]) for i in range(len(words) - width + 1))


def f1(pages: list[tuple[float | None, float | None]]) -> float:
    precisions = [p for p, _ in pages if p is not None]
    recalls = [r for _, r in pages if r is not None]
    if not precisions or not recalls:
        return 0.0
    precision, recall = sum(precisions) / len(precisions), sum(recalls) / len(recalls)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--worst", type=int, default=10, help="pages to name (10)")
    arguments = parser.parse_args()
    extractors = {"narrate": ours}
    for name, (module, extract) in OTHERS.items():
        if importlib.util.find_spec(module):
            extractors[name] = extract
    pages = []
    for file in sorted(arguments.data.glob("*.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        pages.append((said, gzip.decompress(file.with_suffix(".html.gz").read_bytes())))
    sets = sorted({said["source_set"] for said, _ in pages})
    print(f"{'':18}" + "".join(f"{name:>14}" for name in sets) + f"{'ms a page':>12}")
    for name, extract in extractors.items():
        scores = defaultdict(list)
        single = []
        spent = 0.0
        failed = 0
        for said, page in pages:
            started = time.perf_counter()
            try:
                found = extract(page, said.get("url") or "")
            except Exception:  # another's extractor may raise anything; it is counted
                if name == "narrate":
                    raise
                found, failed = "", failed + 1
            spent += time.perf_counter() - started
            score = overlap(said["articleBody"], found)
            scores[said["source_set"]].append(score)
            single.append((f1([score]), said["id"]))
        row = "".join(f"{f1(scores[s]):14.4f}" for s in sets)
        print(
            f"{name:18}{row}{spent / len(pages) * 1000:12.1f}" + f"  {failed} failed" * bool(failed)
        )
        if name == "narrate":
            worst = sorted(single)[: arguments.worst]
    print("\nworst of narrate:")
    for value, page_id in worst:
        print(f"  {value:.3f}  {page_id}")


if __name__ == "__main__":
    main()
