"""How often furniture of a page is read as part of its article.

    python tests/benchmarks/leaks.py DATA

DATA as ``extraction.py`` takes it. A leak is a short block that would be read aloud, holds one of
the phrases below and is not in the known article. The phrases are plain words and know nothing
of the rules that they measure.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

from narrate.article.candidate import folded
from narrate.article.cleaner import clean
from narrate.errors import ArticleError
from narrate.model import READ_BY_DEFAULT, Article

LONGEST = 25  # words; a longer block is prose, whatever it mentions
PHRASES = re.compile(
    r"""\b(?: listen\ (?:now|here|to\ (?:this|the|our)) | wherever\ you\ get\ your\ podcasts
    | share\ (?:this|on|via|it|with\ friends) | tweet\ this
    | subscribe | newsletters? | mailing\ list | your\ inbox | sign\ (?:up|in) | log\ ?in
    | advertise?ments? | sponsored\ (?:by|content|post) | affiliate | commission\ (?:from|if|on)
    | read\ more | also\ read | read\ (?:also|next) | click\ here
    | related\ (?:articles?|stories|posts|content|reads?|news|topics|links|coverage)
    | (?:you\ )?(?:may|might)\ also\ (?:like|enjoy|check) | most\ (?:read|popular)
    | trending\ now | recommended\ for
    | cookies? | privacy\ policy
    | (?:photo|image|picture)s?\ ?(?:by|credit|courtesy|via) | getty\ images | shutterstock
    | min(?:ute)?s?\ read | reading\ time | read\ time
    | comments? | leave\ a\ reply
    | follow\ (?:us|me|him|her|them|@) | like\ us\ on
    | follow\ .{1,40}\ on\ (?:x|twitter|instagram|facebook)
    | copyright | all\ rights\ reserved | terms\ of\ (?:use|service)
    | teilen | kommentare? | lesen\ sie | mehr\ zum\ thema | anzeige
    | partager | commentaires? | lire\ aussi | publicité | abonnez
    | compartir | comentarios? | lea\ también | publicidad | suscríbe
    )\b | © | \b(?:photo|image|credit|watch|related)\ ?[:|] | ^shares?$""",
    re.IGNORECASE | re.VERBOSE,
)


def leaks(article: Article, reference: str) -> list[str]:
    """Short blocks that would be read, speak like furniture, and are not in the reference."""
    known = folded(reference)
    return [
        block.text
        for block in article.blocks
        if block.kind in READ_BY_DEFAULT
        and block.kind != "title"
        and len(block.text.split()) <= LONGEST
        and PHRASES.search(block.text)
        and folded(block.text) not in known
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path)
    arguments = parser.parse_args()
    pages: Counter[str] = Counter()
    leaking: Counter[str] = Counter()
    for file in sorted(arguments.data.glob("*.json")):
        said = json.loads(file.read_text(encoding="utf-8"))
        name = said["source_set"]
        pages[name] += 1
        try:
            page = gzip.decompress(file.with_suffix(".html.gz").read_bytes())
            article = clean(page, url=said.get("url") or "")
        except ArticleError:
            continue
        found = leaks(article, said["articleBody"])
        leaking[name] += bool(found)
        for text in found:
            print(f"{name}  {said['id']}  {text}")
    print()
    for name, count in sorted(pages.items()):
        share = 100 * leaking[name] / count
        print(f"{name:14} {leaking[name]:3} of {count:4} pages leak  {share:5.1f} %")


if __name__ == "__main__":
    main()
