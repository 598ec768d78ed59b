"""What the tags and filters say, in three languages."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django import forms
from django.template import TemplateSyntaxError, engines
from django.utils import timezone, translation

from shouwen.operation.ledger import clock
from shouwen.wording import Wording

NOW = int(datetime(2026, 11, 25, 6, 5, tzinfo=UTC).timestamp())  # 14:05 in Shanghai


def _say(template: str, language: str = "zh-hans", **context: object) -> str:
    with clock.standing(NOW), translation.override(language), timezone.override("Asia/Shanghai"):
        return engines["django"].from_string(template).render(context)


@pytest.mark.parametrize(
    ("instant", "language", "said"),
    [
        (NOW, "zh-hans", "今天 14:05"),
        (NOW - 86400, "zh-hant", "昨天 14:05"),
        (NOW + 86400, "en", "tomorrow 14:05"),
        (NOW - 14 * 86400 - 60, "zh-hans", "11月11日 14:04"),
        (NOW - 14 * 86400, "en", "11 Nov 14:05"),
        (NOW - 365 * 86400, "zh-hans", "2025年11月25日 14:05"),
        (NOW - 14 * 3600 - 6 * 60, "zh-hans", "昨天 23:59"),
        (None, "zh-hans", ""),
    ],
)
def test_a_time_is_said_as_people_say_it(instant: int | None, language: str, said: str) -> None:
    assert _say("{{ instant|when }}", language, instant=instant) == said


def test_a_time_is_said_in_the_zone_of_the_unit() -> None:
    with clock.standing(NOW), translation.override("zh-hans"), timezone.override("Asia/Urumqi"):
        assert engines["django"].from_string("{{ instant|when }}").render({"instant": NOW}) == "今天 12:05"


@pytest.mark.parametrize(
    ("past", "language", "said"),
    [
        (5, "zh-hans", "刚刚"),
        (300, "zh-hant", "5 分鐘前"),
        (60, "en", "1 minute ago"),
        (7200, "en", "2 hours ago"),
        (3 * 86400, "zh-hans", "3 天前"),
        (10 * 86400, "zh-hans", "11月15日"),
    ],
)
def test_how_long_ago_is_said_in_the_nearest_measure(past: int, language: str, said: str) -> None:
    assert _say("{{ instant|since }}", language, instant=NOW - past) == said


@pytest.mark.parametrize(
    ("seconds", "language", "said"),
    [
        (4800, "zh-hans", "1小时20分钟"),
        (4800, "en", "1 h 20 min"),
        (86400, "zh-hant", "1天"),
        (45, "zh-hans", "45秒"),
        (0, "en", "0 s"),
        (3605, "zh-hans", "1小时"),
    ],
)
def test_a_length_of_time_is_said_in_its_two_largest_measures(seconds: int, language: str, said: str) -> None:
    assert _say("{{ seconds|lasting }}", language, seconds=seconds) == said


@pytest.mark.parametrize(
    ("due", "warn", "stage", "said"),
    [
        (NOW + 724, NOW + 60, "is-far", "还剩 12:04"),
        (NOW + 724, NOW - 60, "is-soon", "还剩 12:04"),
        (NOW, NOW - 60, "is-soon", "还剩 0:00"),
        (NOW - 190, None, "is-over", "已超 3:10"),
        (NOW + 3723, None, "is-far", "还剩 1:02:03"),
        (NOW + 273600, None, "is-far", "还剩 3天4小时"),
    ],
)
def test_a_countdown_says_what_is_left_and_how_urgent_it_is(due: int, warn: int | None, stage: str, said: str) -> None:
    shown = _say("{% countdown due warn=warn %}", due=due, warn=warn)
    assert (stage in shown, f">{said}</time>" in shown, f'data-due="{due}"' in shown) == (True, True, True)


def test_a_due_time_that_is_not_known_is_said_to_stand_still() -> None:
    assert _say("{% countdown due %}", due=None) == '<span class="countdown is-paused">暂停计时</span>'


def test_wordings_and_roles_are_said_in_the_language_of_the_page() -> None:
    wording = Wording("移交", "移交", "hand-over")
    said = [_say('{{ w|said }}, {% role "clerk" %}', language, w=wording) for language in ("zh-hans", "zh-hant", "en")]
    assert said == ["移交, 台席人员", "移交, 檯席人員", "hand-over, counter clerk"]


def test_a_role_that_only_a_standard_knows_keeps_its_name() -> None:
    assert _say('{% role "usher" %}') == "usher"


def test_self_reported_evidence_looks_other_than_measured_evidence() -> None:
    assert ["grade-self" in _say("{% grade g %}", g=g) for g in (0, "self-reported", "device", 1)] == [
        True,
        True,
        False,
        False,
    ]


def test_an_icon_that_is_not_in_the_set_says_how_to_add_it() -> None:
    with pytest.raises(TemplateSyntaxError, match=r"add it to frontend/icons\.txt"):
        _say('{% icon "no-such-icon" %}')


class _Name(forms.Form):
    name = forms.CharField(label="称呼", help_text="怎样称呼您")


def test_a_field_ties_its_label_help_and_error_to_the_control() -> None:
    shown = _say("{% field form.name %}", form=_Name({"name": ""}))
    assert 'for="id_name"' in shown
    assert 'aria-describedby="id_name_help id_name_error"' in shown
    assert 'aria-invalid="true"' in shown
    assert 'id="id_name_error"' in shown
    assert "请填写这一项。" in shown


def test_what_a_person_wrote_is_never_taken_for_markup() -> None:
    shown = _say("{% field form.name %}", form=_Name({"name": '"><script>alert(1)</script>'}))
    said = _say(
        '{% moment at=at title=t by=t %}{{ t }}{% endmoment %}{% dialog "d" title=t %}{{ t }}{% enddialog %}',
        at=NOW,
        t="<b>x",
    )
    assert ("<script>" in shown, "<b>" in said) == (False, False)
