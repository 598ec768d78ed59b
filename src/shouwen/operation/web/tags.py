"""Template tags and filters that every template has without loading them.

Times      {{ instant|when }}      今天 14:05, 11月25日 14:05, 2025年11月25日 14:05     in the zone that is active
           {{ instant|day }}       the day alone      {{ instant|clock }}  the time of day alone
           {{ instant|since }}     5 minutes ago, 3 天前
           {{ seconds|lasting }}   1 h 20 min, 1小时20分钟
           {{ instant|iso }}       for attributes
           {% stamp instant %}     a <time> with `when`, and the full date and time on hovering
           {% countdown due warn=warn %}    a <time> that counts by itself: 还剩 12:04, 已超 3:10; `zone`: of the place
Words      {{ wording|said }}      a Wording in the language of the page
           {% role "clerk" %}      the name of a role
Signs      {% icon "bell" %}       an icon for the eye alone; {% icon "bell" label=_("Notices") %} one that is read out
           {% state "broken" %}    badge of an obligation's state: open, warned, kept, broken, not_judged
           {% grade "device" %}    badge of a grade of evidence, by name or by number
Forms      {% field form.name %}   label, control, help and error, tied together
           {% fields form %}       all of them, and above what is wrong with the form
Blocks     {% dialog "id" title=_("…") %} … {% enddialog %}     opened by <button data-opens="id">
           {% moment at=… title=… icon="…" tone="…" by=… grade=… %} … {% endmoment %}     an item of <ol class="story">
           {% include "web/parts/empty.html" with icon="inbox" title=_("…") text=_("…") %}
           {% include "web/parts/pages.html" with page=page_object %}     pages of a long list
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from shouwen.events.event import GRADES
from shouwen.operation.ledger import clock
from shouwen.operation.people.roles import ROLES
from shouwen.operation.web.page import language
from shouwen.wording import Wording

register = template.Library()

_ICONS = Path(__file__).parent / "static/vendor/icons"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STATES = {
    "open": ("clock", "blue", pgettext_lazy("state", "Open")),
    "warned": ("clock-exclamation", "amber", pgettext_lazy("state", "Due soon")),
    "kept": ("circle-check", "green", pgettext_lazy("state", "Kept")),
    "broken": ("circle-x", "red", pgettext_lazy("state", "Broken")),
    "not_judged": ("minus", "grey", pgettext_lazy("state", "Not judged")),
}
_GRADES = {
    "device": ("device-desktop", gettext_lazy("Device"), gettext_lazy("Measured by a device")),
    "customer": ("mood-smile", gettext_lazy("Customer"), gettext_lazy("Confirmed by the customer")),
    "inspector": ("clipboard-check", gettext_lazy("Inspector"), gettext_lazy("Seen by an inspector")),
    "transcript": ("message-2-check", gettext_lazy("Transcript"), gettext_lazy("Found in what was said")),
    "system": ("robot", gettext_lazy("System"), gettext_lazy("Noted by the system")),
    "self-reported": (
        "user-check",
        gettext_lazy("Self-reported"),
        gettext_lazy("Reported by the person who is judged; does not count as measured"),
    ),
}


def _local(instant: int | datetime) -> datetime:
    moment = instant if isinstance(instant, datetime) else datetime.fromtimestamp(int(instant), UTC)
    return timezone.localtime(moment)


def date_of(moment: datetime, *, year: bool) -> str:
    if language() == "en":
        text = f"{moment.day} {_MONTHS[moment.month - 1]}"
        return f"{text} {moment.year}" if year else text
    text = f"{moment.month}月{moment.day}日"
    return f"{moment.year}年{text}" if year else text


@register.filter
def day(instant: int | datetime | None) -> str:
    """The day of an instant: today, yesterday, tomorrow, or its date; with the year where it is not this one."""
    if instant is None:
        return ""
    moment, today = _local(instant), _local(clock.now())
    apart = (moment.date() - today.date()).days
    near = {0: _("today"), -1: _("yesterday"), 1: _("tomorrow")}
    return near.get(apart) or date_of(moment, year=moment.year != today.year)


@register.filter(name="clock")
def clock_time(instant: int | datetime | None) -> str:
    """The time of day of an instant, `14:05`."""
    return "" if instant is None else f"{_local(instant):%H:%M}"


@register.filter
def when(instant: int | datetime | None) -> str:
    """Day and time of day of an instant: 今天 14:05."""
    return "" if instant is None else f"{day(instant)} {clock_time(instant)}"


@register.filter
def iso(instant: int | datetime | None) -> str:
    """An instant as an attribute wants it: 2026-11-25T14:05:00+08:00."""
    return "" if instant is None else _local(instant).isoformat(timespec="seconds")


@register.filter
def lasting(seconds: float | None) -> str:
    """A length of time in its two largest measures: 1 h 20 min, 1小时20分钟."""
    if seconds is None:
        return ""
    left = abs(int(seconds))
    measures = ((86400, _("{n} d")), (3600, _("{n} h")), (60, _("{n} min")), (1, _("{n} s")))
    parts: list[tuple[int, str]] = []
    for size, text in measures:
        count, left = divmod(left, size)
        if count or parts:
            parts.append((count, text))
    said = [text.format(n=count) for count, text in parts[:2] if count] or [_("{n} s").format(n=0)]
    return (" " if language() == "en" else "").join(said)


@register.filter
def since(instant: int | datetime | None) -> str:
    """How long ago an instant was: just now, 5 minutes ago, 3 天前; older than a week: its day."""
    if instant is None:
        return ""
    past = clock.now() - int(_local(instant).timestamp())
    if past < 60:
        return _("just now") if past > -60 else when(instant)
    if past < 3600:
        return ngettext("%(n)s minute ago", "%(n)s minutes ago", past // 60) % {"n": past // 60}
    if past < 86400:
        return ngettext("%(n)s hour ago", "%(n)s hours ago", past // 3600) % {"n": past // 3600}
    if past < timedelta(days=7).total_seconds():
        return ngettext("%(n)s day ago", "%(n)s days ago", past // 86400) % {"n": past // 86400}
    return day(instant)


@register.simple_tag
def stamp(instant: int | datetime | None) -> SafeString | str:
    """An instant as a <time>, the full date and time on hovering."""
    if instant is None:
        return ""
    moment = _local(instant)
    full = f"{date_of(moment, year=True)} {moment:%H:%M:%S}"
    return format_html('<time datetime="{}" title="{}">{}</time>', iso(instant), full, when(instant))


def remaining(due: int, at: int) -> str:
    """What is left until `due`, or how long it is over, as countdown.js writes it too: 12:04, 1:02:03, 3 d 4 h."""
    apart = abs(due - at)
    days, rest = divmod(apart, 86400)
    hours, rest = divmod(rest, 3600)
    if days:
        span = lasting(days * 86400 + hours * 3600)
    else:
        span = f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
    return (_("{span} left") if due >= at else _("{span} over")).format(span=span)


def _due_at(due: int, zone: str) -> str:
    """When something is due, by the clocks of `zone`; how far these are from UTC where the page's own are others."""
    here = _local(due).utcoffset()
    with timezone.override(ZoneInfo(zone) if zone else timezone.get_current_timezone()):
        there = _local(due)
        return when(due) if there.utcoffset() == here else f"{when(due)} (UTC{there.isoformat()[-6:]})"


@register.simple_tag
def countdown(due: int | None, warn: int | None = None, zone: str = "") -> SafeString:
    """The time left until `due`; from `warn` on in another colour. Kept counting by countdown.js.

    `zone`: of the place where it is due, where that may be another than the page's.
    """
    if due is None:
        return format_html('<span class="countdown is-paused">{}</span>', _("clock stands"))
    at = clock.now()
    stage = "over" if at > due else "soon" if warn is not None and at >= warn else "far"
    return format_html(
        '<time class="countdown is-{}" datetime="{}" data-due="{}" data-warn="{}" title="{}">{}</time>',
        stage,
        iso(due),
        due,
        "" if warn is None else warn,
        _("due {when}").format(when=_due_at(due, zone)),
        remaining(due, at),
    )


@register.filter
def said(wording: Wording | str | None) -> str:
    """A wording in the language of the page."""
    return wording.say(language()) if isinstance(wording, Wording) else (wording or "")


@register.simple_tag
def language_tag() -> str:
    """The language of the page as `lang` wants it: zh-Hans, zh-Hant, en."""
    return language()


@register.simple_tag
def own_names() -> list[tuple[str, str]]:
    """The languages there are, each by its own name, not translated."""
    return list(settings.LANGUAGES)


@register.simple_tag(name="role")
def role_name(name: str) -> str:
    """The name of a role in the language of the page; one that only a standard knows stays as it is."""
    return said(ROLES.get(name)) or name


@lru_cache(maxsize=256)
def _shape(name: str) -> str:
    text = (_ICONS / f"{name}.svg").read_text(encoding="utf-8")
    return text[text.index(">", text.index("<svg")) + 1 : text.rindex("</svg>")].strip()


@register.simple_tag
def icon(name: str, label: str = "", size: int = 24) -> SafeString:
    """An icon from frontend/icons.txt, in the colour of the text around it. Raises where it is not in the set."""
    if not (_ICONS / f"{name}.svg").is_file():
        raise template.TemplateSyntaxError(f"no icon {name}: add it to frontend/icons.txt and run tools/frontend.py")
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="sign" {} width="{}" height="{}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        'stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">{}</svg>',
        spoken,
        size,
        size,
        mark_safe(_shape(name)),
    )


@register.simple_tag(takes_context=True)
def again(context: template.RequestContext, name: str) -> str:
    """What the block called `name` says, a second time on the page."""
    block = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return str(block.render(context)) if block else ""


@register.simple_tag
def state(name: str) -> SafeString:
    """The badge of an obligation's state."""
    sign, tone, label = _STATES[name]
    return format_html('<span class="badge tone-{}">{}{}</span>', tone, icon(sign, size=16), label)


@register.simple_tag
def grade(of: str | int) -> SafeString:
    """The badge of a grade of evidence, by its name or its place in GRADES."""
    name = GRADES[of] if isinstance(of, int) else of
    sign, label, why = _GRADES[name]
    kind = "grade-self" if name == "self-reported" else "grade-measured"
    return format_html('<span class="badge {}" title="{}">{}{}</span>', kind, why, icon(sign, size=16), label)


def _control(bound: BoundField) -> tuple[str, dict[str, str | bool]]:
    """What kind of control it is, and the attributes that tie it to its help and its errors."""
    kind = getattr(bound.field.widget, "input_type", None) or type(bound.field.widget).__name__.lower()
    described = []
    if bound.help_text:
        described.append(f"{bound.auto_id}_help")
    if bound.errors:
        described.append(f"{bound.auto_id}_error")
    attributes: dict[str, str | bool] = {"aria-describedby": " ".join(described)} if described else {}
    if bound.errors:
        attributes["aria-invalid"] = "true"
    own = str(bound.field.widget.attrs.get("class", ""))
    several = kind in ("checkbox", "radio") and hasattr(bound.field, "choices")
    plain = (
        "form-select" if kind == "select" else "form-check-input" if kind in ("checkbox", "radio") else "form-control"
    )
    if not several:
        attributes["class"] = f"{plain} {own}{' is-invalid' if bound.errors else ''}".strip()
    if kind == "textarea" and bound.field.widget.attrs.get("rows") == "10":  # Django's own default
        attributes["rows"] = "4"
    if bound.field.widget.attrs.get("placeholder") == bound.label:
        attributes["placeholder"] = ""
    return (
        "group" if several else "check" if kind == "checkbox" else "hidden" if bound.is_hidden else kind
    ), attributes


@register.simple_tag
def field(bound: BoundField, label: str = "", autofocus: bool = False, helped: bool = True) -> SafeString:
    """A form's field: label, control, help (unless `helped` is False) and error, tied for who hears the page."""
    if not helped:
        bound.help_text = ""
    kind, attributes = _control(bound)
    if autofocus and not bound.form.is_bound:
        attributes["autofocus"] = "autofocus"
    context: dict[str, Any] = {
        "bound": bound,
        "kind": kind,
        "control": bound.as_widget(attrs=attributes),
        "label": label or bound.label,
    }
    return render_to_string("web/parts/field.html", context)


@register.simple_tag
def fields(form: Any) -> SafeString:
    """All fields of a form, and above them what is wrong with it as a whole."""
    return render_to_string("web/parts/fields.html", {"form": form})


@register.simple_block_tag
def dialog(content: str, id: str, title: str, wide: bool = False) -> SafeString:
    """A dialog, shown by any button with `data-opens` of the same id."""
    return render_to_string("web/parts/dialog.html", {"content": content, "id": id, "title": title, "wide": wide})


@register.simple_block_tag
def moment(
    content: str,
    at: int,
    title: str = "",
    icon: str = "point",
    tone: str = "grey",
    by: str = "",
    grade: str | int | None = None,
) -> SafeString:
    """An item of a case's story: `<ol class="story">`."""
    context = {"content": content, "at": at, "title": title, "icon": icon, "tone": tone, "by": by, "grade": grade}
    return render_to_string("web/parts/moment.html", context)
