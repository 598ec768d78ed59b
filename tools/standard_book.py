"""The shipped standards as pages to read, docs/standard: a page for each pack, in three languages.

.venv/bin/python tools/standard_book.py write    writes the pages anew
.venv/bin/python tools/standard_book.py check    names the pages that are not as they would be written; leaves with 1
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from shouwen.standard.book import EMPTY, LABELS, SETTINGS, chapter_lines, lines, setting_lines
from shouwen.standard.clause import Clause, Standard
from shouwen.standard.layers import PACK
from shouwen.standard.reading import Reading
from shouwen.standard.tracing import own_clauses, shipped
from shouwen.wording import LANGUAGES, Language, Wording

DOCS = Path(__file__).resolve().parents[1] / "docs/standard"
LEFT_OUT = ("readings", "weight", "of")
"""What the book says of a clause for those who write standards, not for those who are judged by them."""

INDEX = Wording("服务标准", "服務標準", "The service standards")
LEAD = Wording(
    "这些页面由随产品提供的标准生成。每一条写着说什么、怎么检查、由谁负责、出自哪本手册，以及守住和违反的例子。",
    "這些頁面由隨產品提供的標準產生。每一條寫著說什麼、怎麼檢查、由誰負責、出自哪本手冊，以及守住和違反的例子。",
    "These pages are made from the standards that ship. Each clause says what it asks, how it is checked, who answers "
    "for it and which manual asks for it, and shows a story that keeps it and one that breaks it.",
)
PROFILES = Wording("成套的标准", "成套的標準", "Whole standards, put together")
PARTS = Wording("各部分", "各部分", "Their parts")
CONSISTS = Wording("由这些部分组成：", "由這些部分組成：", "Put together of:")
CLAUSES = Wording("{count} 条", "{count} 條", "{count} clauses")
GENERATED = Wording(
    "（由标准文件生成，请勿手改）", "（由標準檔案產生，請勿手改）", "(made from the standard's file; do not edit)"
)
OUT = Wording("目前未选用", "目前未選用", "left out at present")


def pages() -> Iterator[tuple[Path, str]]:
    """Each page with its text."""
    packs = dict(shipped())
    for language in LANGUAGES:
        folder = DOCS / language
        for name, reading in packs.items():
            if reading.standard.clauses:
                yield folder / f"{name}.md", _page(name, reading, language)
        yield folder / "README.md", _index(packs, language)


def _index(packs: dict[str, Reading], language: Language) -> str:
    parts = {name: reading for name, reading in packs.items() if own_clauses(reading)}
    whole = {name: reading for name, reading in packs.items() if reading.standard.clauses and len(_below(reading)) > 1}
    text = [f"# {INDEX.say(language)}", "", LEAD.say(language), ""]
    for title, found in ((PROFILES, whole), (PARTS, {name: one for name, one in parts.items() if name not in whole})):
        text += [f"## {title.say(language)}", ""]
        for name, reading in found.items():
            count = CLAUSES.say(
                language, count=len(reading.standard.clauses if title is PROFILES else own_clauses(reading))
            )
            text.append(f"- [{reading.standard.title.say(language)}]({name}.md) ({name}, {count})")
        text.append("")
    return "\n".join(text)


def _below(reading: Reading) -> list[str]:
    """The packs that a pack builds on, as its file names them."""
    return [name.removeprefix(PACK) for name in reading.builds_on]


def _page(name: str, reading: Reading, language: Language) -> str:
    standard, mine = reading.standard, own_clauses(reading)
    text = [f"# {standard.title.say(language)}", "", f"{name} {GENERATED.say(language)}", ""]
    below = [one for one in _below(reading) if not one.endswith("-vocabulary")]
    if below:
        text += [CONSISTS.say(language), "", *(f"- [{one}]({one}.md)" for one in below), ""]
    for chapter in standard.chapters:
        held = [clause for clause in mine if clause.chapter == chapter.name]
        own = ("chapters", chapter.name) in reading.own
        if held or (chapter.empty and own):
            text += [f"## {chapter.label.say(language)}", ""]
        if chapter.empty and own:
            text += [EMPTY.say(language), "", *_listed(chapter_lines(chapter, language))]
        for clause in held:
            text += _clause(clause, standard, language)
    settings = [one for one in standard.settings.values() if ("settings", one.name) in reading.own]
    if settings:
        text += [f"## {SETTINGS.say(language)}", ""]
    for setting in settings:
        text += [f"### {setting.name}", "", setting.label.say(language), "", *_listed(setting_lines(setting, language))]
    return "\n".join(text)


def _clause(clause: Clause, standard: Standard, language: Language) -> list[str]:
    labels = [LABELS[key].say(language) for key in LEFT_OUT]
    told = [(label, text) for label, text in lines(clause, standard, language) if label not in labels]
    out = [f"*{OUT.say(language)}*", ""] if clause in standard.unchosen else []
    return [f"### {clause.id}", "", clause.says.say(language), "", *out, *_listed(iter(told))]


def _listed(told: Iterator[tuple[str, str]]) -> list[str]:
    return [*(f"- **{label}**: {_plain(text)}" for label, text in told), ""]


def _plain(text: str) -> str:
    """The text as Markdown shows it: one line, and nothing in it that is read as a mark."""
    return " ".join(text.split()).replace("|", "\\|").replace("<", "\\<").replace("*", "\\*").replace("{", "\\{")


def main(command: str) -> int:
    """Write the pages, or tell which are not as they would be written."""
    made = dict(pages())
    found = {path: path.read_text(encoding="utf-8") for path in DOCS.glob("*/*.md")}
    if command == "check":
        wrong = [path for path in {*made, *found} if made.get(path) != found.get(path)]
        for path in sorted(wrong):
            print(f"{path.relative_to(DOCS)}: not as the packs are; run tools/standard_book.py write")
        return min(len(wrong), 1)
    for path in found.keys() - made.keys():
        path.unlink()
    for path, text in made.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    if sys.argv[1:] not in (["write"], ["check"]):
        sys.exit(__doc__)
    sys.exit(main(sys.argv[1]))
