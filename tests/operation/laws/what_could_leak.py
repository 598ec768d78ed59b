"""All that is known of Chen at the east hall, and every way in which somebody may ask for it.

ADDRESSES, ASKED and SENT name each address of the pages, each operation of the API, and what is sent to it. A test
holds them against the resolver and the document: who adds an address says here how it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.operation.laws import what_desks_could_leak as desks
from tests.operation.laws import what_sales_could_leak as sales
from tests.operation.laws import what_standards_could_leak as standards
from tests.operation.laws import what_the_till_could_leak as till
from tests.operation.laws import what_things_could_leak as things
from tests.operation.laws import what_work_could_leak as work
from tests.operation.web.east_hall import HERS, PHONE, Hall, acting

from shouwen.operation.channels.hall import models as tables
from shouwen.operation.channels.hall.actions import enter
from shouwen.operation.channels.requests import actions, status
from shouwen.operation.ledger import clock, models
from shouwen.operation.ledger.attaching import attach
from shouwen.operation.ledger.customers import unmask
from shouwen.operation.ledger.saying import correct_with, say
from shouwen.operation.people import scope
from shouwen.operation.web.api_document import document

TEXTS = {
    "note": "她下午才有空",
    "promise": "周五前退回三十元",
    "offer": "她要找会手语的同事",
    "progress": "已经请账务核对",
    "answer": "多收的钱退回账户",
    "correction": "记错了人",
    "unmasking": "要寄退款单",
    "title": "梅园路账单",
    "file": "户名和欠费都在这里",
}
"""What was written about Chen, each where it was."""

SECRETS = (*HERS, *TEXTS.values())
NOWHERE = "request:AAAAAAAAAA"


@dataclass(frozen=True)
class Known:
    """What is there of Chen, by the names under which it may be asked for."""

    hall: Hall
    case: str
    promise: str
    customer: str
    file: str
    status: str
    event: int
    edition: int
    visit: str

    @property
    def names(self) -> tuple[str, ...]:
        """Those of them that tell something by themselves."""
        parts = (self.case, self.promise, self.customer, self.visit)
        return (*(part.partition(":")[2] for part in parts), self.file, self.status, things.SEAL)


def all_that_is_known(hall: Hall) -> Known:
    """Chen's request with notes, a correction, a promise, an answer, a hand-over offered, a file; her data shown."""
    lin, case = acting(hall.cast.lin), hall.case
    with scope.of(lin.seen):
        noted = say(case, "note.added", TEXTS["note"], by=lin)
        wrong = say(case, "note.added", "…", by=lin)
        correct_with(wrong, case, TEXTS["correction"], by=lin, void=True, at=None)
        actions.promise(case, clock.now() + 3600, TEXTS["promise"], by=lin, looked_into=True)
        actions.tell_progress(case, TEXTS["progress"], by=lin)
        actions.answer(case, TEXTS["answer"], by=lin)
        actions.offer(case, hall.cast.zhao.reference, TEXTS["offer"], by=lin)
        file = attach(case, TEXTS["title"] + ".txt", TEXTS["file"].encode(), by=lin)
        unmask(hall.customer, "other", TEXTS["unmasking"], by=lin)
    work.left_behind(hall)
    return Known(
        hall=hall,
        case=case.subject,
        promise=models.Case._base_manager.get(kind="promise").subject,
        customer=hall.customer.subject,
        file=str(file.data["text"]).removeprefix("file:"),
        status=status.code_of(case),
        event=noted.pk,
        edition=models.Edition.objects.get().pk,
        visit=_come_in(hall),
    )


def _come_in(hall: Hall) -> str:
    """Somebody comes to the east hall, which has one counter; the name of the visit."""
    east, gu = hall.cast.east, acting(hall.cast.gu)
    tables.Hall._base_manager.create(unit=east)
    tables.Counter._base_manager.create(unit=east, code="1", lines=["business"])
    sales.left_behind(hall)
    till.left_behind(hall)
    things.left_behind(hall)
    with scope.of(gu.seen):
        return enter(east, by=gu).case.subject


Arguments = Callable[[Known], list[tuple[object, ...]]]


def _cases(known: Known) -> list[tuple[object, ...]]:
    return [(known.case,), (known.promise,), (known.customer,)]


def _each(*names: str) -> Arguments:
    return lambda known: [(subject, name) for (subject,) in _cases(known) for name in names]


def _customer(known: Known) -> list[tuple[object, ...]]:
    return [(known.customer.partition(":")[2],)]


def _nothing(_known: Known) -> list[tuple[object, ...]]:
    return [()]


def _always(*arguments: object) -> Arguments:
    return lambda _known: [arguments]


_CASE_ACTS = ("accept", "refuse", "promise", "keep", "release", "offer", "take-back", "take", "note", "attach")
_STEPS = ("answer", "progress", "promise", "close", "withdraw", "reopen")


ADDRESSES: Mapping[str, Arguments] = {
    **dict.fromkeys(
        (
            "home", "unit_work", "clock_in", "clock_out", "receivers", "customers", "notices", "bell", "notices_read",
            "choose_unit", "set_language", "stream", "stream_poll", "api_reference", "api_document", "requests",
            "requests_note", "requests_look_up", "account_login", "account_inactive", "account_reauthenticate",
            "account_change_password", "mfa_index", "mfa_authenticate", "mfa_reauthenticate", "mfa_activate_totp",
            "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
            "mfa_download_recovery_codes", "administration_units", "administration_unit_add", "administration_people",
            "administration_person_add", "administration_shifts", "administration_shift_plan",
            "administration_absences", "administration_absence_plan", "administration_calendars",
            "administration_editions", "administration_editions_compare", "administration_edition_write",
            "administration_tokens", "administration_devices", "administration_log", "administration_seal",
            "administration_verify", "administration_parked",
        ),
        _nothing,
    ),
    "case": _cases,
    "case_act": _each(*_CASE_ACTS),
    "case_correct": lambda known: [(known.case, known.event)],
    "customer": _customer,
    "customer_unmask": _customer,
    "customer_change": _customer,
    "customer_tier": _customer,
    "customer_consent": _customer,
    "attachment": lambda known: [(known.file,)],
    "requests_do": _each(*_STEPS),
    "requests_link": _cases,
    "requests_status": lambda known: [(known.case.partition(":")[2] + ":x",), (known.status[:-1] + "~",)],
    **dict.fromkeys(
        (
            "administration_person", "administration_person_change", "administration_person_leave",
            "administration_person_backup", "administration_person_password", "administration_person_unlock",
            "administration_person_second_factor", "administration_post_give", "administration_shift_clock",
        ),
        _always("1001"),
    ),
    **dict.fromkeys(
        ("administration_unit", "administration_unit_move", "administration_unit_close"), _always("hall-east")
    ),
    **dict.fromkeys(
        (
            "administration_post_end", "administration_shift_take_away", "administration_absence_end",
            "administration_token_revoke",
        ),
        _always(1),
    ),
    **dict.fromkeys(
        ("administration_calendar", "administration_calendar_change"), _always("first-asked", "office")
    ),
    **dict.fromkeys(
        ("administration_edition", "administration_edition_withdraw"), lambda known: [(known.edition,)]
    ),
    **dict.fromkeys(("administration_parked_again", "administration_parked_let_be"), _always("stories", 1)),
    **desks.ADDRESSES,
    **sales.ADDRESSES,
    **till.ADDRESSES,
    **things.ADDRESSES,
    **standards.ADDRESSES,
    "account_logout": _nothing,  # the last: nobody is logged in afterwards
}  # fmt: skip
"""Name of an address → with what it is asked for."""


def queries(known: Known) -> Mapping[str, list[dict[str, str]]]:
    """What is asked for besides, in the address."""
    lin = str(known.hall.cast.lin.pk)
    east = str(known.hall.cast.east.pk)
    number = known.case.partition(":")[2]
    return {
        "unit_work": [{"unit": east}],
        "case": [{"all": "1"}],
        "case_act": [{"promise": known.promise}],
        "requests": [
            {"state": "all"}, {"owner": lin}, {"owner": "me"}, {"number": number}, {"number": known.case},
            {"unit": east, "state": "all"},
        ],
        "requests_note": [{"customer": known.customer}],
        "stream": [{"after": "0-0"}],
        "stream_poll": [{"after": "0-0"}],
        "administration_editions_compare": [{"old": str(known.edition), "new": str(known.edition)}],
        "administration_log": [{"kind": "unmasked"}, {"kind": "erased"}, {"kind": "corrections"}, {"by": "1001"}],
        "administration_shifts": [{"unit": "hall-east"}],
        **desks.QUERIES,
        **things.QUERIES,
        **standards.queries(known),
    }  # fmt: skip


def form(known: Known, staff: str) -> dict[str, Any]:
    """All that any form of the pages takes, at once; a whole number is known to who asks."""
    return {
        "once": "law", "text": "x", "reason": "x", "why": "other", "consent": "asked", "result": "settled", "to": staff,
        "topic": "enquiry", "kind": "phone", "number": PHONE, "phone": PHONE, "customer": known.customer,
        "subject": known.case, "find": "", "digits": PHONE[-4:], "when": "other", "until": "2030-01-01T10:00",
        "how": "void", "unit": str(known.hall.cast.east.pk), "language": "en", "name": "x",
        "file": SimpleUploadedFile("x.txt", b"x"), "promise": known.promise, "visit": known.visit, "counter": "1",
        "service": "payment", "lines": "business",
    }  # fmt: skip


def pages(known: Known) -> Iterator[tuple[str, str, str]]:
    """Name, address, query of all that is asked for by GET; by POST without the query."""
    besides = queries(known)
    for name, arguments in ADDRESSES.items():
        for given in arguments(known):
            address = reverse(name, args=given)
            yield name, address, ""
            for query in besides.get(name, ()):
                yield name, address, "&".join(f"{key}={value}" for key, value in query.items())


def named_addresses() -> set[str]:
    """The names of all addresses of the product, those of the API's operations apart; an address without a name by its
    pattern."""

    def found(patterns: list[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, str]]:
        for one in patterns:
            here = before + str(one.pattern)
            if isinstance(one, URLResolver):
                yield from found(one.url_patterns, here)
            else:
                yield here, one.name or here

    return {name for where, name in found(get_resolver().url_patterns, "") if not where.startswith("api/v1/")}


def operations() -> list[tuple[str, str]]:
    """Every operation of the API, as its document has them."""
    paths = document()["paths"]
    return sorted((method.upper(), path.removeprefix("/api/v1")) for path, found in paths.items() for method in found)


def named_in(path: str, known: Known) -> list[dict[str, str]]:
    """With what the names in an operation's path are filled, one after the other."""
    name = known.file if "attachments" in path else known.customer if "customers" in path else "first-asked"
    subjects = (known.case, known.promise, known.customer) if "{subject}" in path else ("",)
    if path.startswith("/visits"):
        subjects = (known.visit, known.case)
    if path.startswith("/items"):
        subjects = (things.subject(), known.case)
    if path.startswith("/receipts/{"):
        subjects = (till.subject(), known.case)
    if path.startswith(("/sales/{", "/appointments/{")):
        subjects = (sales.subject_of(path.split("/")[1].removesuffix("s")), known.case)
    named = {"code": "hall-east", "counter": "1", "name": name, "facility": "nm-1", "event": str(known.event)}
    named |= work.names()
    return [{"subject": subject, **named} for subject in subjects]


ASKED: Mapping[str, list[dict[str, str]]] = {
    "/me": [{}],
    "/me/obligations": [{}],
    "/units": [{}],
    "/units/{code}/obligations": [{}],
    "/words": [{}, {"unit": "hall-east"}],
    "/standards/{name}": [{}],
    "/cases": [{"limit": "100"}, {"unit": "hall-east"}, {"kind": "request"}, {"owner": "me"}, {"open": "true"}],
    "/cases/{subject}": [{}],
    "/cases/{subject}/thread": [{}],
    "/cases/{subject}/obligations": [{}],
    "/cases/{subject}/attachments": [{}],
    "/attachments/{name}": [{}],
    "/customers/{name}": [{}],
    "/events": [{"limit": "500"}, {"after": "0-0"}],
    "/export": [{}, {"unit": "hall-east"}],
    "/requests": [{"unit": "hall-east"}, {"unit": "hall-west", "state": "all"}, {"unit": "north"}],
    "/requests/{subject}": [{}],
    "/halls/{code}": [{}],
    "/halls/{code}/line": [{}, {"state": "done"}],
    "/visits/{subject}": [{}],
    **sales.ASKED,
    **till.ASKED,
    **things.ASKED,
    **work.ASKED,
}
"""Path of what is read by the API → with which queries it is asked."""

SENT: Mapping[str, Callable[[Known, str], list[Any]]] = {
    "/cases": lambda known, me: [
        {"kind": "request", "unit": "hall-east", "word": "request.noted",
         "data": {"topic": "enquiry", "text": "x"}},
        {"kind": "request", "unit": "hall-west", "word": "request.noted", "data": {"topic": "enquiry"},
         "customer": known.customer},
    ],
    "/cases/{subject}/events": lambda known, me: [
        {"word": "note.added", "data": {"text": "x"}},
        {"word": "handover.accepted"},
        {"word": "handover.offered", "data": {"to": me, "reason": "x"}},
        {"word": "owner.taken", "data": {"reason": "x"}},
        {"word": "promise.kept"},
        {"word": "note.added", "at": "2025-04-20T00:00:00Z"},
    ],
    "/events": lambda known, me: [
        [
            {"specversion": "1.0", "id": str(number), "source": "x", "type": word, "subject": subject, **more}
            for number, (word, subject, more) in enumerate(
                (word, subject, more)
                for subject in (known.case, known.promise, known.customer)
                for word in ("note.added", "request.answered", "promise.kept")
                for more in ({}, {"site": "hall-east"}, {"about": f'["{known.case}"]'})
            )
        ]
    ],
    "/cases/{subject}/attachments": lambda known, me: [{"file": SimpleUploadedFile("x.txt", b"x")}],
    "/customers/{name}/tier": lambda known, me: [{"tier": None}],
    "/customers/{name}/care": lambda known, me: [{"care": ["elderly"], "ground": "asked"}],
    "/customers/{name}/consent": lambda known, me: [{"what": "follow-up", "given": True}],
    "/shifts/clock-in": lambda known, me: [{"unit": "hall-east"}, {"unit": "hall-east", "staff": "1001"}],
    "/shifts/clock-out": lambda known, me: [{"staff": "1001"}],
    "/requests": lambda known, me: [
        {"unit": "hall-east", "topic": "enquiry", "text": "x"},
        {"unit": "hall-west", "topic": "enquiry", "text": "x", "customer": known.customer},
    ],
    **dict.fromkeys(
        (f"/requests/{{subject}}/{name}" for name in ("progress", "answer", "reopen", "withdraw")),
        lambda known, me: [{"text": "x"}],
    ),
    "/requests/{subject}/close": lambda known, me: [{"result": "settled"}],
    "/requests/{subject}/promise": lambda known, me: [{"until": "2025-04-22T00:00:00Z", "text": "x"}],
    "/requests/{subject}/offer": lambda known, me: [{"to": me, "reason": "x"}],
    **dict.fromkeys(
        (f"/requests/{{subject}}/{name}" for name in ("refuse", "take-over")), lambda known, me: [{"reason": "x"}]
    ),
    **dict.fromkeys((f"/requests/{{subject}}/{name}" for name in ("accept", "take-back")), lambda known, me: [{}]),
    "/requests/promises/{subject}/keep": lambda known, me: [{}],
    "/requests/promises/{subject}/release": lambda known, me: [{"reason": "x"}],
    "/halls/{code}/arrivals": lambda known, me: [{"noticed_by": "guide"}],
    "/halls/{code}/tickets": lambda known, me: [{"service": "payment"}, {"service": "payment", "visit": known.visit}],
    **dict.fromkeys(
        (f"/halls/{{code}}/counters/{{counter}}/{name}" for name in ("open", "work-on", "close", "call-next")),
        lambda known, me: [{}],
    ),
    "/halls/{code}/counters/{counter}/pause": lambda known, me: [{"reason": "rest"}],
    "/halls/{code}/counters/{counter}/call": lambda known, me: [{"visit": known.visit, "reason": "special-care"}],
    **dict.fromkeys(
        (
            f"/visits/{{subject}}/{name}"
            for name in (
                "recall", "no-show", "come-back", "set-aside", "resume", "abandon", "begin", "end", "give-up",
                "hand-over", "leave", "line-active",
            )
        ),
        lambda known, me: [{}],
    ),
    "/visits/{subject}/transfer": lambda known, me: [{"service": "consult"}],
    **sales.SENT,
    **till.SENT,
    **things.SENT,
    **work.SENT,
}  # fmt: skip
"""Path of what is done by the API → what is sent to it by who is called `me`."""
