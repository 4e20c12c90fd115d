"""How often the title is exactly right, beside other extractors: one table a set of pages.

    python tests/benchmarks/metadata.py DATA [--misses SET]

DATA holds ``ID.json`` (``source_set``, ``title``, ``url``) and ``ID.html.gz``; pages without
a title in their JSON are passed over. Of the two figures the first counts titles that are
the same to the letter; the second those that are the same when quotation marks, dashes,
white space and character references are written alike. Extractors not installed are left out.
"""

from __future__ import annotations

import argparse
import gzip
import html as entities
import importlib
import importlib.util
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from narrate.article.encoding import decode
from narrate.article.formats import html
from narrate.article.marked import Marked
from narrate.article.metadata import metadata

Extract = Callable[[str, str], str]
_ALIKE = str.maketrans(
    dict.fromkeys("’‘‚‛`´", "'") | dict.fromkeys("“”„‟«»", '"') | dict.fromkeys("–—−‐‑", "-")
)


def ours(page: str, url: str) -> str:
    return metadata(Marked(html.parse(page)), url).title


def _trafilatura(page: str, url: str) -> str:
    found = importlib.import_module("trafilatura").extract_metadata(page, default_url=url or None)
    return (found and found.title) or ""


def _readability(page: str, url: str) -> str:
    return str(importlib.import_module("readability").Document(page).short_title())


def _newspaper(page: str, url: str) -> str:
    newspaper = importlib.import_module("newspaper")
    article = newspaper.Article(url or "http://localhost/", fetch_images=False)
    article.download(input_html=page)
    article.parse()
    return str(article.title)


OTHERS: dict[str, tuple[str, Extract]] = {
    "trafilatura": ("trafilatura", _trafilatura),
    "readability-lxml": ("readability", _readability),
    "newspaper4k": ("newspaper", _newspaper),
}


def alike(title: str) -> str:
    """The title as it compares: one kind of quotation mark, dash and space."""
    plain = entities.unescape(entities.unescape(title)).translate(_ALIKE)
    return re.sub(r"\s+", " ", plain).strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    parser.add_argument("--misses", metavar="SET", help="print the titles missed in a set")
    arguments = parser.parse_args()
    extractors = {"narrate": ours}
    for name, (module, extract) in OTHERS.items():
        if importlib.util.find_spec(module):
            extractors[name] = extract
    pages = []
    for file in sorted(arguments.data.glob("*.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        if said.get("title"):
            pages.append((said, decode(gzip.decompress(file.with_suffix(".html.gz").read_bytes()))))
    total = defaultdict(int)
    for said, _ in pages:
        total[said["source_set"]] += 1
    sets = sorted(total)
    print(f"{'':18}" + "".join(f"{f'{s} ({total[s]})':>22}" for s in sets) + f"{'ms a page':>12}")
    for name, extract in extractors.items():
        exact: dict[str, int] = defaultdict(int)
        same: dict[str, int] = defaultdict(int)
        spent = 0.0
        for said, page in pages:
            started = time.perf_counter()
            try:
                found = extract(page, said.get("url") or "")
            except Exception:  # another's extractor may raise anything
                if name == "narrate":
                    raise
                found = ""
            spent += time.perf_counter() - started
            right = alike(found) == alike(said["title"])
            exact[said["source_set"]] += found.strip() == said["title"].strip()
            same[said["source_set"]] += right
            if name == "narrate" and not right and said["source_set"] == arguments.misses:
                print(f"{said['id']}\n  wanted {said['title']}\n  found  {found}")
        row = "".join(f"{exact[s] / total[s]:13.1%} {same[s] / total[s]:7.1%} " for s in sets)
        print(f"{name:18}{row}{spent / len(pages) * 1000:12.1f}")


if __name__ == "__main__":
    main()
