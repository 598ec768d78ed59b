"""What is wrong with the texts of the pages: said in one language only, translated by nobody, said by nobody, uneven.

Templates are read as Django's own lexer cuts them; Python as its syntax tree. The rules are in `findings`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

Texts = Mapping[tuple[str, str], tuple[tuple[str, ...], str]]
"""(English, context) → (its translations, the part it stands in)."""


@dataclass(frozen=True, order=True)
class Finding:
    """Something to mend: where, and what."""

    place: str
    what: str


@dataclass(frozen=True)
class Use:
    """A text that the code says. `plural` is "" where there is one form."""

    english: str
    plural: str
    context: str
    place: str


_CALL = re.compile(r"""_\((?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')\)""")
_CONSTANT = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'""")
_SPOKEN_ARGUMENT = re.compile(r"""\b(title|text|label)=(?:"([^"]*)"|'([^']*)')""")
_SPOKEN_FILTER = re.compile(r"""\|(?:default|default_if_none|yesno)(?::)(?:"([^"]*)"|'([^']*)')""")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
_LETTER = re.compile(r"[^\W\d_]")
_HAN = re.compile(r"[一-鿿㐀-䶿]")
_SPOKEN_ATTRIBUTES = frozenset(
    {
        "title",
        "placeholder",
        "aria-label",
        "aria-description",
        "alt",
        "label",
        "data-confirm",
        "data-label",
        "hx-confirm",
    }
)
_SILENT_ELEMENTS = frozenset({"script", "style", "kbd", "code"})
_GETTEXT = {
    "_": (0, None, None),
    "gettext": (0, None, None),
    "gettext_lazy": (0, None, None),
    "gettext_noop": (0, None, None),
    "ngettext": (0, 1, None),
    "ngettext_lazy": (0, 1, None),
    "pgettext": (1, None, 0),
    "pgettext_lazy": (1, None, 0),
    "npgettext": (1, 2, 0),
}
"""Function → places of its text, plural and context among the arguments."""
_SPEAKING = frozenset({"success", "error", "warning", "info", "add_error", "ValidationError", "Entry"})
_SPOKEN_KEYWORDS = frozenset({"label", "help_text", "verbose_name", "title", "empty_label", "group"})
_SPEAKING_FILES = re.compile(
    r"(^|/)(views?|forms?|api|page|pages|tags|failures|asking)(_\w+)?\.py$|_(views|forms|pages|api)\.py$"
)
_SIMPLIFIED_ONLY = frozenset(
    "并蚕厂虫触党淀吨儿复赶构挂柜后怀坏机极几价荐杰洁惊据夸蜡离怜岭么宁扑朴气确扰洒晒胜圣适体听涂网异优于与愿云种筑庄万"
)
"""Simplified forms that the set of traditional characters has too, as rare characters of another meaning."""


def templates(operation: Path) -> Iterator[tuple[str, str]]:
    """Every template: its place under `operation` and its text."""
    for path in sorted(operation.rglob("templates/**/*")):
        if path.is_file():
            yield path.relative_to(operation).as_posix(), path.read_text(encoding="utf-8")


def modules(operation: Path) -> Iterator[tuple[str, ast.Module]]:
    """Every Python file: its place under `operation` and its tree."""
    for path in sorted(operation.rglob("*.py")):
        yield path.relative_to(operation).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def uses(operation: Path) -> Iterator[Use]:
    """Every text that templates and Python say through a translation."""
    for place, text in templates(operation):
        yield from _uses_of_template(place, text)
    for place, tree in modules(operation):
        yield from _uses_of_module(place, tree)


def _uses_of_template(place: str, text: str) -> Iterator[Use]:
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        here = f"{place}:{token.lineno}"
        if token.token_type not in (TokenType.BLOCK, TokenType.VAR):
            continue
        words = token.split_contents()
        name = words[0] if words and token.token_type == TokenType.BLOCK else ""
        if name == "comment":
            _skip(tokens, "endcomment")
        elif name in ("translate", "trans"):
            constant = _CONSTANT.fullmatch(words[1])
            if constant:
                yield Use(_first(constant), "", _context_of(words), here)
        elif name in ("blocktranslate", "blocktrans"):
            yield _use_of_block(tokens, "trimmed" in words, _context_of(words), here)
        for call in _CALL.finditer(token.contents):
            yield Use(_first(call), "", "", here)


def _use_of_block(tokens: Iterator[Token], trimmed: bool, context: str, place: str) -> Use:
    texts = ["", ""]
    form = 0
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents != "plural":
            break
        if token.token_type == TokenType.BLOCK:
            form = 1
        elif token.token_type == TokenType.VAR:
            texts[form] += f"%({token.contents.split('|')[0]})s"
        elif token.token_type == TokenType.TEXT:
            texts[form] += token.contents.replace("%", "%%")
    singular, plural = (_trim(text) if trimmed else text for text in texts)
    return Use(singular, plural, context, place)


def _trim(text: str) -> str:
    return " ".join(line.strip() for line in text.splitlines() if line.strip())


def _skip(tokens: Iterator[Token], end: str) -> None:
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents == end:
            return


def _first(match: re.Match[str]) -> str:
    text = match[1] if match[1] is not None else match[2]
    return text.replace('\\"', '"').replace("\\'", "'")


def _context_of(words: list[str]) -> str:
    return words[words.index("context") + 1].strip("\"'") if "context" in words else ""


def _uses_of_module(place: str, tree: ast.Module) -> Iterator[Use]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _name(node.func) not in _GETTEXT:
            continue
        places = _GETTEXT[_name(node.func)]
        said = [_constant(node.args[at]) if at is not None and at < len(node.args) else "" for at in places]
        if said[0] is not None:
            yield Use(said[0], said[1] or "", said[2] or "", f"{place}:{node.lineno}")


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def findings(operation: Path, texts: Texts, *, of_libraries: str) -> Iterator[Finding]:
    """All that is wrong. `of_libraries` is the part whose texts our own code need not use."""
    for place, text in templates(operation):
        yield from untranslated_in_template(place, text)
    for place, tree in modules(operation):
        yield from untranslated_in_module(place, tree)
    used = list(uses(operation))
    yield from missing(used, texts)
    yield from idle(used, texts, of_libraries)
    for (english, _context), (translations, place) in texts.items():
        yield from uneven(english, translations, place)
        yield from in_the_wrong_script(english, translations, place)


def untranslated_in_template(place: str, text: str) -> Iterator[Finding]:
    """Text that stands in a template as it is: between elements, in attributes that are shown, in arguments of tags."""
    plain = []
    tokens = iter(Lexer(text).tokenize())
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            plain.append(token.contents)
            continue
        here = f"{place}:{token.lineno}"
        if token.token_type == TokenType.BLOCK:
            name = token.contents.split(" ", 1)[0]
            if name == "comment":
                _skip(tokens, "endcomment")
            elif name in ("blocktranslate", "blocktrans"):
                _skip(tokens, f"end{name}")
            elif name == "block" and token.contents.endswith("_class"):
                _skip(tokens, "endblock")
            for argument in _SPOKEN_ARGUMENT.finditer(token.contents):
                yield from _spoken(argument[2] or argument[3] or "", here, f"{argument[1]}=")
        elif token.token_type == TokenType.VAR:
            for given in _SPOKEN_FILTER.finditer(token.contents):
                yield from _spoken(given[1] or given[2] or "", here, "filter ")
        plain.append(" ")
    reader = _Reader()
    reader.feed("".join(plain))
    for where, said in reader.said:
        yield from _spoken(said, place, where)


def _spoken(text: str, place: str, where: str) -> Iterator[Finding]:
    if _LETTER.search(text):
        yield Finding(place, f"not translated: {where}“{' '.join(text.split())}”")


class _Reader(HTMLParser):
    """Gathers what a page shows: its text and the attributes that are read out."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[tuple[str, str]] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes the attributes that are shown or read out."""
        self.silent += tag in _SILENT_ELEMENTS
        given = dict(attrs)
        shown = _SPOKEN_ATTRIBUTES | (
            {"value"} if given.get("type") in ("submit", "button", "reset") and tag == "input" else set()
        )
        self.said += [(f"{name}=", value) for name, value in attrs if value and name in shown]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The same, of an element that closes at once."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Leaves what is not shown."""
        self.silent -= tag in _SILENT_ELEMENTS and self.silent > 0

    def handle_data(self, data: str) -> None:
        """Notes what is shown."""
        if not self.silent:
            self.said.append(("", data))


def untranslated_in_module(place: str, tree: ast.Module) -> Iterator[Finding]:
    """In files that speak to people: Chinese outside a Wording, and English given to what shows it."""
    if not _SPEAKING_FILES.search(place):
        return
    worded = {id(inner) for node in ast.walk(tree) if _is_call(node, {"Wording"}) for inner in ast.walk(node)}
    documented = {id(node.body[0].value) for node in ast.walk(tree) if _has_docstring(node)}  # type: ignore[attr-defined]
    for node in ast.walk(tree):
        text = _constant(node) if isinstance(node, ast.expr) else None
        chinese = text and _HAN.search(text) and not _is_date_sign(text)
        if chinese and id(node) not in worded and id(node) not in documented:
            yield Finding(f"{place}:{node.lineno}", f"Chinese in the code: “{text}”")  # type: ignore[attr-defined]
        if isinstance(node, ast.Call):
            shown = list(node.args) if _name(node.func) in _SPEAKING else []
            shown += [keyword.value for keyword in node.keywords if keyword.arg in _SPOKEN_KEYWORDS]
            for argument in shown:
                said = _constant(argument)
                if said and " " in said.strip() and _LETTER.search(said):
                    yield Finding(f"{place}:{argument.lineno}", f"not translated: “{said}”")


def _is_call(node: ast.AST, names: set[str]) -> bool:
    return isinstance(node, ast.Call) and _name(node.func) in names


def _has_docstring(node: ast.AST) -> bool:
    if not isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) or not node.body:
        return False
    first = node.body[0]
    return isinstance(first, ast.Expr) and _constant(first.value) is not None


def _is_date_sign(text: str) -> bool:
    return set(_HAN.findall(text)) <= set("年月日")


def missing(used: list[Use], texts: Texts) -> Iterator[Finding]:
    """Texts that the code says and no part translates."""
    for use in used:
        if (use.english, use.context) not in texts:
            context = f" @{use.context}" if use.context else ""
            yield Finding(use.place, f"no translation of “{use.english}{context}”")


def idle(used: list[Use], texts: Texts, of_libraries: str) -> Iterator[Finding]:
    """Texts that a part translates and the code does not say."""
    said = {(use.english, use.context) for use in used}
    for key, (_translations, place) in texts.items():
        if key not in said and place != of_libraries:
            yield Finding(place, f"nobody says “{key[0]}”")


def uneven(english: str, translations: tuple[str, ...], place: str) -> Iterator[Finding]:
    """Placeholders that differ between languages, and translations that are empty."""
    wanted = set(_PLACEHOLDER.findall(english))
    for text in translations:
        if not text.strip():
            yield Finding(place, f"“{english}”: a translation is empty")
        elif set(_PLACEHOLDER.findall(text)) != wanted:
            yield Finding(place, f"“{english}”: other placeholders in “{text}”")


def in_the_wrong_script(english: str, translations: tuple[str, ...], place: str) -> Iterator[Finding]:
    """Simplified characters or quotes in the traditional text, and the other way round."""
    for text, codec, quotes, wrong, script in (
        (translations[0], "gb2312", "「」", frozenset[str](), "traditional"),
        (translations[1], "big5", "“”", _SIMPLIFIED_ONLY, "simplified"),
    ):
        strange = [sign for sign in text if _HAN.match(sign) and (sign in wrong or not _fits(sign, codec))]
        strange += [sign for sign in text if sign in quotes]
        if strange:
            yield Finding(place, f"“{english}”: {script} {''.join(strange)} in “{text}”")


def _fits(sign: str, codec: str) -> bool:
    try:
        sign.encode(codec)
    except UnicodeEncodeError:
        return False
    return True
