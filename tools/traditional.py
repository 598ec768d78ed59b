"""Traditional Chinese for the shipped standards: the converter's, with what tools/traditional.yaml says otherwise.

    .venv/bin/python tools/traditional.py fill      writes zh-Hant beside each zh-Hans that has none
    .venv/bin/python tools/traditional.py check     names where it is missing; leaves with 1 if it is anywhere
    .venv/bin/python tools/traditional.py review    shows where a pack says otherwise than the converter would

What a pack says itself is never overwritten: it has been read by somebody, the converter's text has not.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from opencc import OpenCC

ROOT = Path(__file__).resolve().parents[1]
PACKS = ROOT / "src/shouwen/standard/packs"
QUOTES = str.maketrans({"“": "「", "”": "」", "‘": "『", "’": "』"})


class Converter:
    """Simplified into Traditional Chinese as it is written in Taiwan."""

    def __init__(self) -> None:
        self._converter = OpenCC("s2twp")
        self._terms: dict[str, str] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))

    def __call__(self, text: str) -> str:
        """The text in Traditional Chinese, its quotation marks too."""
        found = self._converter.convert(text).translate(QUOTES)
        for term, ours in self._terms.items():
            found = found.replace(term, ours)
        return found


def wordings(page: str) -> Iterator[tuple[yaml.MappingNode, dict[str, yaml.Node]]]:
    """Each mapping of the page that holds a text in Simplified Chinese, once, with its values by language."""
    seen: set[int] = set()
    found = [yaml.compose(page, Loader=yaml.CSafeLoader)]
    while found:
        node = found.pop()
        if node is None or id(node) in seen:  # an alias stands for the node that has been seen
            continue
        seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            found += reversed(node.value)
        elif isinstance(node, yaml.MappingNode):
            held = {key.value: value for key, value in node.value}
            if isinstance(held.get("zh-Hans"), yaml.ScalarNode):
                yield node, held
            found += reversed(list(held.values()))


def filled(text: str, convert: Converter) -> str:
    """The page with Traditional Chinese beside each Simplified text that had none."""
    places = []
    for node, held in wordings(text):
        if "zh-Hant" in held:
            continue
        start, end = held["zh-Hans"].start_mark, held["zh-Hans"].end_mark
        raw = text[start.index : end.index]
        if node.flow_style:
            places.append((end.index, f", zh-Hant: {convert(raw)}"))
        else:
            line = f"{' ' * node.start_mark.column}zh-Hant: {convert(raw.rstrip())}\n"
            after = text.find("\n", end.index) + 1 if not raw.endswith("\n") else end.index
            places.append((after, line))
    for place, added in sorted(places, reverse=True):
        text = text[:place] + added + text[place:]
    return text


def main(command: str) -> int:
    """Fill, check or review all packs."""
    convert, missing = Converter(), 0
    for path in sorted(PACKS.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        if command == "fill":
            path.write_text(filled(text, convert), encoding="utf-8")
            continue
        for node, held in wordings(text):
            here = f"{path.name}:{node.start_mark.line + 1}"
            ours, theirs = held.get("zh-Hant"), convert(held["zh-Hans"].value)
            if ours is None:
                missing += 1
                print(f"{here}: no zh-Hant for {held['zh-Hans'].value}")
            elif command == "review" and ours.value != theirs:
                print(f"{here}: {ours.value} (the converter: {theirs})")
    return min(missing, 1)


if __name__ == "__main__":
    if sys.argv[1:] not in (["fill"], ["check"], ["review"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
