"""Whether a page's text stands where it can be read: none over another, none out of its box, none cut off.

unreadable(page, within="#board")   what cannot be read, as lines; must be []
longest()                           the longest clause and phrase of a hall's standards, in Simplified Chinese
"""

from __future__ import annotations

from typing import NamedTuple

from playwright.sync_api import Page

from shouwen.checks.says import Says
from shouwen.standard.layers import layers_of
from shouwen.standard.reading import read_layers

_UNREADABLE = """within => {
  const found = [], lines = [], boxed = ".card, .figure-card, .board-place, .option, .btn, .wording, .badge";
  for (const root of document.querySelectorAll(within)) {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const own = node.parentElement, text = node.textContent.trim(), around = [];
      for (let at = own; at && at !== root.parentElement; at = at.parentElement) around.push(at);
      if (!text || !own.checkVisibility({visibilityProperty: true})) continue;
      const clips = around.filter(one => getComputedStyle(one).overflow !== "visible" && one.clientWidth);
      if (clips.some(one => one.clientWidth < 2)) continue;  // for screen readers alone
      if (clips.some(one => one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1))
        found.push("cut off: " + text);
      const range = document.createRange();
      range.selectNodeContents(node);
      const boxes = around.filter(one => one.matches(boxed)).map(one => one.getBoundingClientRect());
      for (const {left, right, top, bottom, height} of range.getClientRects()) {
        if (boxes.some(box => left < box.left - 1 || right > box.right + 1)) found.push("out of its box: " + text);
        // a line box is taller than its letters
        lines.push({text, left: left + 1, right: right - 1, top: top + height / 4, bottom: bottom - height / 4});
      }
    }
  }
  lines.forEach((one, index) => lines.slice(index + 1).forEach(other => {
    if (one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)
      found.push(`over one another: ${one.text} / ${other.text}`);
  }));
  return [...new Set(found)];
}"""


def unreadable(page: Page, within: str) -> list[str]:
    """What stands over another, out of its box, or is cut off."""
    return list(page.evaluate(_UNREADABLE, within))


class Longest(NamedTuple):
    """A clause, its name, and a phrase that is to be said."""

    clause: str
    name: str
    phrase: str


def longest() -> Longest:
    """The longest of each that a hall's own standards have, in Simplified Chinese."""
    clauses = read_layers(layers_of("pack:own-hall-whole")).standard.clauses
    said = [phrase.zh_hans for one in clauses if isinstance(one.check, Says) for phrase in one.check.phrases]
    says = [one.says.zh_hans for one in clauses]
    return Longest(max(says, key=len), max((one.id for one in clauses), key=len), max(said, key=len))
