"""The pages' translations: from locale/parts/*.yaml to the files that Django reads, and the search for what is missing.

    .venv/bin/python tools/translations.py compile    writes locale/zh_Hans and locale/zh_Hant (.po to read, .mo to run)
    .venv/bin/python tools/translations.py check      names text not translated, and translations that are wrong

The parts are the source, and the only files of the three that are kept: `"English": ["简体", "繁體"]`, one file a room.
English stands in the code. A text with a context (pgettext) has the key `English @context`. In `frameworks.yaml` stands
what the libraries say otherwise than we do; there a text with two forms has the key `singular || plural`.
"""

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tools.translations_lint import Finding, Use, findings, uses

OPERATION = Path(__file__).resolve().parents[1] / "src/shouwen/operation"
LOCALES = ("zh_Hans", "zh_Hant")
FRAMEWORKS = "frameworks.yaml"
HEADER = (
    "Project-Id-Version: Shouwen\n"
    "MIME-Version: 1.0\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Content-Transfer-Encoding: 8bit\n"
    "Language: {locale}\n"
    "Plural-Forms: nplurals=1; plural=0;\n"
)


@dataclass(frozen=True)
class Entry:
    """One text of a part. `texts` in the order of LOCALES."""

    english: str
    context: str
    texts: tuple[str, ...]
    place: str
    plural: str = ""


def read(parts: Path) -> tuple[list[Entry], list[Finding]]:
    """All entries of the folder `parts`, and what is wrong with its files."""
    entries: list[Entry] = []
    wrong: list[Finding] = []
    seen: dict[tuple[str, str], Entry] = {}
    for path in sorted(parts.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        for key, texts in content.items():
            if not isinstance(key, str) or not isinstance(texts, list) or len(texts) != len(LOCALES):
                wrong.append(Finding(path.name, f'{key}: write "English": ["简体", "繁體"]'))
                continue
            both, _at, context = key.rpartition(" @") if " @" in key else (key, "", "")
            english, _bar, plural = both.partition(" || ")
            entry = Entry(english, context, tuple(map(str, texts)), path.name, plural)
            former = seen.get((entry.english, entry.context))
            if former is None:
                seen[entry.english, entry.context] = entry
                entries.append(entry)
            elif former.texts != entry.texts:
                wrong.append(Finding(path.name, f"{key}: translated otherwise in {former.place}"))
    return entries, wrong


def catalogue(entries: Iterable[Entry], used: Iterable[Use], number: int) -> dict[str, tuple[str, str]]:
    """What a language says: key as gettext has it → (plural in English or "", text)."""
    plurals = {(use.english, use.context): use.plural for use in used if use.plural}
    said = {}
    for entry in entries:
        plural = entry.plural or plurals.get((entry.english, entry.context), "")
        key = f"{entry.context}\x04{entry.english}" if entry.context else entry.english
        said[key] = (plural, entry.texts[number])
    return dict(sorted(said.items()))


def po(said: Mapping[str, tuple[str, str]], locale: str) -> str:
    """The catalogue as people read it."""
    blocks = [f'msgid ""\nmsgstr {_quoted(HEADER.format(locale=locale))}\n']
    for key, (plural, text) in said.items():
        context, at, english = key.rpartition("\x04")
        lines = [f"msgctxt {_quoted(context)}"] if at else []
        lines.append(f"msgid {_quoted(english)}")
        lines += (
            [f"msgid_plural {_quoted(plural)}", f"msgstr[0] {_quoted(text)}"] if plural else [f"msgstr {_quoted(text)}"]
        )
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def mo(said: Mapping[str, tuple[str, str]], locale: str) -> bytes:
    """The catalogue as gettext reads it: two tables of lengths and places, then the texts, sorted by key."""
    pairs = [(b"", HEADER.format(locale=locale).encode())]
    for key, (plural, text) in said.items():
        pairs.append((f"{key}\x00{plural}".encode() if plural else key.encode(), text.encode()))
    pairs.sort()
    first = 28
    place = first + 16 * len(pairs)
    tables, body = [b"", b""], b""
    for column in (0, 1):
        for pair in pairs:
            tables[column] += struct.pack("<II", len(pair[column]), place + len(body))
            body += pair[column] + b"\x00"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), first, first + 8 * len(pairs), 0, place)
    return head + tables[0] + tables[1] + body


def compile_into(locale_folder: Path, *, operation: Path = OPERATION) -> None:
    """Writes the .po and .mo of each language into `locale_folder`; a file that would not change is left alone."""
    entries, _wrong = read(operation / "locale/parts")
    used = list(uses(operation))
    for number, locale in enumerate(LOCALES):
        said = catalogue(entries, used, number)
        folder = locale_folder / locale / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "django.po", po(said, locale).encode())
        _write(folder / "django.mo", mo(said, locale))


def _write(path: Path, content: bytes) -> None:
    if path.is_file() and path.read_bytes() == content:
        return
    scratch = path.with_name(f"{path.name}.{os.getpid()}")
    scratch.write_bytes(content)
    scratch.replace(path)


def check(operation: Path = OPERATION) -> list[Finding]:
    """Everything that is wrong with texts and translations, by place."""
    entries, wrong = read(operation / "locale/parts")
    texts = {(entry.english, entry.context): (entry.texts, entry.place) for entry in entries}
    return sorted(wrong + list(findings(operation, texts, of_libraries=FRAMEWORKS)))


def main(arguments: list[str]) -> int:
    """The command: 0 where all is well, 1 where something was found, 2 where it is called otherwise."""
    if arguments == ["compile"]:
        compile_into(OPERATION / "locale")
        return 0
    if arguments == ["check"]:
        found = check()
        for finding in found:
            print(f"{finding.place}: {finding.what}")
        return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
