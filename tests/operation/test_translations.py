"""Every word a person reads is there in three languages, and the search for what is missing finds what is planted."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import polib
import pytest
from django.utils import translation

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tools import translations, translations_lint  # noqa: E402


def _room(folder: Path, *, parts: str, template: str = "", module: str = "", name: str = "views.py") -> Path:
    (folder / "locale/parts").mkdir(parents=True)
    (folder / "locale/parts/room.yaml").write_text(parts, encoding="utf-8")
    (folder / "templates").mkdir()
    (folder / "templates/page.html").write_text(template, encoding="utf-8")
    (folder / name).write_text(module, encoding="utf-8")
    return folder


def _found(folder: Path) -> list[str]:
    return [f"{finding.place} {finding.what}" for finding in translations.check(folder)]


def test_nothing_in_the_product_is_said_in_one_language_only() -> None:
    assert [f"{finding.place}: {finding.what}" for finding in translations.check()] == []


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Hello</p>", "not translated: “Hello”"),
        ("<p>您好</p>", "not translated: “您好”"),
        ('<a title="Open it" href="/x">{% translate "Hello" %}</a>', "not translated: title=“Open it”"),
        ('<input placeholder="Name">', "not translated: placeholder=“Name”"),
        ('<button aria-label="Close"></button>', "not translated: aria-label=“Close”"),
        ('<img alt="A hall">', "not translated: alt=“A hall”"),
        ('<input type="submit" value="Send">', "not translated: value=“Send”"),
        ('<form data-confirm="Sure?"></form>', "not translated: data-confirm=“Sure?”"),
        ('{% include "x.html" with title="Nothing here" %}', "not translated: title=“Nothing here”"),
        ('{{ name|default:"nobody" }}', "not translated: filter “nobody”"),
    ],
)
def test_text_that_stands_in_a_template_as_it_is_gets_found(tmp_path: Path, template: str, found: str) -> None:
    template += '{% translate "Hello" %}'
    room = _room(tmp_path, parts='"Hello": ["您好", "您好"]', template=template)
    assert [line.split(" ", 1)[1] for line in _found(room)] == [found]


def test_what_is_not_read_by_people_is_left_alone(tmp_path: Path) -> None:
    template = """{% load i18n %}{# a note #}{% comment %}Not shown{% endcomment %}
    <script src="a.js">var x = "text"</script><kbd>Esc</kbd>
    <a class="button" href="/wide/page" id="here">12:04 · {{ name }}</a>
    {% block page_class %}is-narrow{% endblock %}<button name="action" value="trust"></button>
    {% include "x.html" with title=_("Hello") %}{% blocktranslate %}Hello{% endblocktranslate %}"""
    assert _found(_room(tmp_path, parts='"Hello": ["您好", "您好"]', template=template)) == []


@pytest.mark.parametrize(
    ("template", "module", "english"),
    [
        ('{% translate "Good day" %}', "", "Good day"),
        ("{% blocktranslate with n=a %}{{ n }} left{% endblocktranslate %}", "", "%(n)s left"),
        ('{% translate "Open" context "state" %}', "", "Open @state"),
        ('{{ _("Good day") }}', "", "Good day"),
        ("", "label = _('Good day')", "Good day"),
        ("", "say = ngettext('%(n)s day', '%(n)s days', n)", "%(n)s day"),
        ("", "say = pgettext_lazy('state', 'Open')", "Open @state"),
    ],
)
def test_a_text_without_translation_gets_found(tmp_path: Path, template: str, module: str, english: str) -> None:
    room = _room(tmp_path, parts="{}", template=template, module=module)
    assert [line.split(" ", 1)[1] for line in _found(room)] == [f"no translation of “{english}”"]


@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ('"Hello": ["您好", "您好"]\n"Bye": ["再见", "再見"]', "nobody says “Bye”"),
        ('"Hello": ["您好 {name}", "您好"]', "“Hello”: other placeholders in “您好 {name}”"),
        ('"Hello": ["", "您好"]', "“Hello”: a translation is empty"),
        ('"Hello": ["单位", "单位"]', "“Hello”: simplified 单 in “单位”"),
        ('"Hello": ["体", "体"]', "“Hello”: simplified 体 in “体”"),
        ('"Hello": ["單", "單"]', "“Hello”: traditional 單 in “單”"),
        ('"Hello": ["“好”", "“好”"]', "“Hello”: simplified “” in ““好””"),
        ('"Hello": ["您好"]', 'Hello: write "English": ["简体", "繁體"]'),
    ],
)
def test_a_translation_that_is_wrong_gets_found(tmp_path: Path, parts: str, found: str) -> None:
    room = _room(tmp_path, parts=parts, template='{% translate "Hello" %}')
    assert found in [line.split(" ", 1)[1] for line in _found(room)]


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("messages.success(request, '已保存')", "Chinese in the code: “已保存”"),
        ("messages.success(request, 'It was saved')", "not translated: “It was saved”"),
        ("form.add_error(None, 'Not a number')", "not translated: “Not a number”"),
        ("name = CharField(label='Your name')", "not translated: “Your name”"),
    ],
)
def test_text_that_a_view_says_as_it_is_gets_found(tmp_path: Path, module: str, found: str) -> None:
    assert [line.split(" ", 1)[1] for line in _found(_room(tmp_path, parts="{}", module=module))] == [found]


def test_docstrings_wordings_and_rooms_that_do_not_speak_may_hold_chinese() -> None:
    tree = ast.parse('"""您好"""\nsaid = Wording("您好", "您好", "hello")\n')
    assert list(translations_lint.untranslated_in_module("web/views.py", tree)) == []
    assert list(translations_lint.untranslated_in_module("people/privacy.py", ast.parse('x = "省"'))) == []


def test_the_written_catalogue_is_the_same_each_time_and_reads_as_the_parts_say(tmp_path: Path) -> None:
    parts = """
"%(n)s day ago": ["%(n)s 天前", "%(n)s 天前"]
"Open @state": ["进行中", "進行中"]
'Say "it"': ["说“它”", "說「它」"]
"""
    module = "a = ngettext('%(n)s day ago', '%(n)s days ago', n)\nb = pgettext('state', 'Open')\nc = _('Say \"it\"')"
    room = _room(tmp_path / "room", parts=parts, module=module)
    for folder in ("one", "two"):
        translations.compile_into(tmp_path / folder, operation=room)
    place = "zh_Hant/LC_MESSAGES/django"
    assert (tmp_path / f"one/{place}.mo").read_bytes() == (tmp_path / f"two/{place}.mo").read_bytes()
    expected = {
        ("state", "Open"): "進行中",
        (None, 'Say "it"'): "說「它」",
        (None, "%(n)s day ago"): {0: "%(n)s 天前"},
    }
    for catalogue in (polib.mofile(str(tmp_path / f"one/{place}.mo")), polib.pofile(str(tmp_path / f"one/{place}.po"))):
        assert {(one.msgctxt, one.msgid): one.msgstr_plural or one.msgstr for one in catalogue} == expected


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh-hans", ("登录", "3 天前", "进行中")),
        ("zh-hant", ("登入", "3 天前", "進行中")),
        ("en", ("Log in", "3 days ago", "Open")),
    ],
)
def test_django_says_the_parts_in_each_language(language: str, said: tuple[str, ...]) -> None:
    translations.compile_into(translations.OPERATION / "locale")
    with translation.override(language):
        ago = translation.ngettext("%(n)s day ago", "%(n)s days ago", 3) % {"n": 3}
        assert (translation.gettext("Log in"), ago, translation.pgettext("state", "Open")) == said
