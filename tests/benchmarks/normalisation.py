"""How often the normaliser says what a person would: strict and lenient, beside num2words.

    python tests/benchmarks/normalisation.py ../shared/data/frontend

The folder holds ``normalisation.jsonl`` (one object a line: ``lang``, ``source_set``,
``class``, ``written``, ``spoken``: the accepted forms) and ``score_normalisation.py``,
whose reading of "the same" is used. num2words, where it is installed, stands for the field:
every number in a text replaced by its words, nothing else touched.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from narrate.script.normaliser.spoken import to_spoken

Speak = Callable[[str, str], str]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("data", type=Path, help="folder with normalisation.jsonl and its scorer")
    parser.add_argument("--errors", metavar="SET", default="", help="list the misses of one set")
    arguments = parser.parse_args()
    scorer = _module(arguments.data / "score_normalisation.py")
    lines = (arguments.data / "normalisation.jsonl").read_text(encoding="utf-8").splitlines()
    items = [json.loads(line) for line in lines if line.strip()]

    speakers: dict[str, Speak] = {"no change": lambda text, _: text}
    if importlib.util.find_spec("num2words"):
        speakers["num2words"] = _num2words
    speakers["narrate"] = to_spoken

    print(f"{'set':22}{'items':>6}", *(f"{name:>18}" for name in speakers))
    for name, members in sorted(_by_set(items).items()):
        scores = [_score(members, speak, scorer) for speak in speakers.values()]
        cells = (f"{strict:9.1f} /{lenient:6.1f} " for strict, lenient in scores)
        print(f"{name:22}{len(members):6}", *cells)
    print(f"\n{_milliseconds(items):.2f} ms a text of {_length(items):.0f} characters (narrate)")
    changed = [i for i in items if i["class"] == "plain" and not _right(i, to_spoken, scorer)[1]]
    print(f"{len(changed)} texts without anything to say changed")
    if arguments.errors:
        _print_errors(_by_set(items)[arguments.errors], scorer)


def _by_set(items: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    sets: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for item in items:
        sets[item["source_set"]].append(item)
    return sets


def _right(item: dict[str, Any], speak: Speak, scorer: ModuleType) -> tuple[bool, bool]:
    """Whether the spoken form is accepted: strictly, leniently."""
    said, language = speak(item["written"], item["lang"]), item["lang"]
    strict = scorer.canon(said) in {scorer.canon(form) for form in item["spoken"]}
    accepted = {scorer.lenient(form, language) for form in item["spoken"]}
    return strict, strict or scorer.lenient(said, language) in accepted


def _score(items: list[dict[str, Any]], speak: Speak, scorer: ModuleType) -> tuple[float, float]:
    """Percent right, strictly and leniently."""
    results = [_right(item, speak, scorer) for item in items]
    share = 100 / len(results)
    return share * sum(s for s, _ in results), share * sum(le for _, le in results)


def _print_errors(items: list[dict[str, Any]], scorer: ModuleType) -> None:
    for item in items:
        if not _right(item, to_spoken, scorer)[0]:
            print(f"\n{item['class']}: {item['written']}")
            print(f"  said      {to_spoken(item['written'], item['lang'])}")
            print(f"  accepted  {item['spoken'][0]}")


def _milliseconds(items: list[dict[str, Any]]) -> float:
    """A text, once the tables of its language have been read."""
    started = time.perf_counter()
    for item in items:
        to_spoken(item["written"], item["lang"])
    return 1000 * (time.perf_counter() - started) / len(items)


def _length(items: list[dict[str, Any]]) -> float:
    return sum(len(item["written"]) for item in items) / len(items)


def _num2words(text: str, language: str) -> str:
    num2words = importlib.import_module("num2words").num2words

    def words(match: re.Match[str]) -> str:
        return str(num2words(match[0].replace(",", ""), lang=language))

    return re.sub(r"\d{1,3}(?:,\d{3})+|\d{1,15}(?:\.\d{1,9})?", words, text)


def _module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("scorer", path)
    if spec is None or spec.loader is None or not path.is_file():
        sys.exit(f"{path}: there is no scorer here.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


if __name__ == "__main__":
    main()
