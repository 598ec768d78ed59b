"""Nothing crosses sites: whoever is of another site asks for everything, by page, API, stream and export.

Chen's request at the east hall has all that could leak, and her own people find it there. Everybody else gets none of
it, and is answered about it as about what does not exist.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.test.client import MULTIPART_CONTENT
from tests.operation.laws import what_could_leak as everything
from tests.operation.laws import what_work_could_leak as work
from tests.operation.laws.what_could_leak import NOWHERE, SECRETS, TEXTS, Known
from tests.operation.people_of_the_tests import Cast
from tests.operation.web.api_caller import BATCH, SCOPES, Caller, device_at, token_of
from tests.operation.web.east_hall import CONCERN, HERS, IDENTITY, NAME, PHONE, STREET, acting, at_work

from shouwen.events.formats.parquet import read_log
from shouwen.operation.ledger import models
from shouwen.operation.ledger.export import export
from shouwen.operation.people.models import Staff
from shouwen.operation.people.rights import SYSTEM
from shouwen.operation.web.api_access import allowance

LoggedIn = Callable[[Staff], Client]


@pytest.fixture
def known(cast: Cast, tmp_path: Path, settings: Any) -> Iterator[Known]:
    """All that is known of Chen. Everybody has a password of their own."""
    settings.HOME = tmp_path
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    allowance.forget()
    for staff in filter(lambda one: isinstance(one, Staff), vars(cast).values()):
        staff.set_password("x")
        staff.save()
    with at_work(cast) as hall:
        yield everything.all_that_is_known(hall)


def seen_in(text: str, asked: str, known: Known) -> list[str]:
    """What of Chen's stands in an answer, and was not in the question."""
    return [mark for mark in (*SECRETS, *known.names) if mark in text and mark not in asked]


def events_of(known: Known) -> list[int]:
    """The numbers of all events about Chen's cases."""
    rows = models.Event._base_manager.filter(
        told__case__subject__in=[known.case, known.promise, known.customer, known.visit]
    )
    return sorted(rows.values_list("pk", flat=True).distinct())


def text_of(response: Any) -> str:
    """All of an answer: where it leads, what it is called, what is in it."""
    headers = {name: value for name, value in response.headers.items() if name != "Content-Length"}
    return f"{headers}\n{response.getvalue().decode(errors='replace')}"


def bare(text: str) -> str:
    """Without what is another one on each page: the token against forged forms."""
    return re.sub(r"[A-Za-z0-9]{64}", "…", text)


# What is asked for is all there is ----------------------------------------------------------------------------------


def test_every_address_of_the_product_is_asked_for() -> None:
    assert everything.named_addresses() == {*everything.ADDRESSES, "api/^.*$"}


def test_every_operation_of_the_api_is_asked_for() -> None:
    asked = [("GET", path) for path in everything.ASKED] + [("POST", path) for path in everything.SENT]
    assert sorted(asked) == everything.operations()


def test_there_is_something_that_could_leak(known: Known, logged_in: LoggedIn) -> None:
    cast = known.hall.cast
    lin, zhao, gu = (logged_in(one) for one in (cast.lin, cast.zhao, cast.gu))
    found = "".join(
        text_of(browser.get(address, query_params=dict(part.split("=") for part in query.split("&") if part)))
        for browser in (lin, zhao, gu)
        for name, address, query in everything.pages(known)
        if name
        in ("home", "case", "customer", "attachment", "requests", "requests_link", "stream_poll", "hall_registers")
    )
    shown = lin.post(f"/customers/{known.customer.partition(':')[2]}/unmask", {"why": "visit", "once": "x"})
    found += text_of(shown)
    assert [mark for mark in (*SECRETS, *known.names) if mark not in found] == []
    told = [token_of(cast.lin).get(f"/cases/{known.case}{path}").json for path in ("", "/thread", "/attachments")]
    said = json.dumps(told, ensure_ascii=False)
    texts = (CONCERN, *(TEXTS[name] for name in TEXTS.keys() - {"file", "unmasking"}), "陈**", known.file)
    assert [text for text in texts if text not in said] == []


# By page ------------------------------------------------------------------------------------------------------------

STRANGERS = ("qian", "sun", "wu", "bai", "shi", "an", "cha", "nobody")
"""Those who have nothing to do with the east hall's customers, and who is not logged in at all."""

SEARCHES = {"customers", "requests_look_up", "/customers/search"}
"""A customer is found in the whole organisation by all of a number, and shown masked (docs/security.md)."""


def browser_of(known: Known, who: str, logged_in: LoggedIn) -> Client:
    return Client() if who == "nobody" else logged_in(getattr(known.hall.cast, who))


@pytest.mark.parametrize("who", STRANGERS)
def test_by_page_nobody_of_another_site_gets_anything(known: Known, logged_in: LoggedIn, who: str) -> None:
    before, planned = events_of(known), work.planned()
    browser = browser_of(known, who, logged_in)
    administers = who in ("shi", "an", "cha")
    me = known.hall.cast.qian.reference
    leaks, wrong = [], []
    for name, address, query in everything.pages(known):
        answers = {"GET": (f"{address}?{query}", browser.get(f"{address}?{query}"))}
        if not query and not (administers and name.startswith("administration_")):
            given = everything.form(known, me) | ({"phone": ""} if name == "requests_note" else {})
            answers["POST"] = (f"{address} {given}", browser.post(address, given))
            answers["by htmx"] = (f"{address} {given}", browser.get(address, headers={"HX-Request": "true"}))
        for how, (asked, response) in answers.items():
            masked = ("陈**",) if name in SEARCHES and how == "POST" and who != "nobody" else ()
            found = [mark for mark in seen_in(text_of(response), asked, known) if mark not in masked]
            leaks += [(how, asked.partition(" ")[0], mark) for mark in found]
            if response.status_code >= 500:
                wrong.append((how, address, response.status_code))
        if name.startswith(("case", "customer_", "attachment", "requests_link", "requests_do")) or name == "customer":
            statuses = {response.status_code for _asked, response in answers.values()}
            if not statuses <= ({302, 401} if who == "nobody" else {403, 404, 405}):
                wrong.append((name, address, sorted(statuses)))
    assert (leaks, wrong) == ([], [])
    assert (events_of(known), work.planned()) == (before, planned)


@pytest.mark.parametrize("who", ["qian", "sun", "an"])
def test_what_is_another_sites_is_answered_as_what_is_not_there(known: Known, logged_in: LoggedIn, who: str) -> None:
    browser = browser_of(known, who, logged_in)
    for there, nowhere in (
        (f"/cases/{known.case}/", f"/cases/{NOWHERE}/"),
        (f"/cases/{known.customer}/", "/cases/customer:AAAA/"),
        (f"/cases/{known.case}/note", f"/cases/{NOWHERE}/note"),
        (f"/requests/{known.case}/answer", f"/requests/{NOWHERE}/answer"),
        (f"/requests/{known.case}/link", f"/requests/{NOWHERE}/link"),
        (f"/customers/{known.customer.partition(':')[2]}/", "/customers/aaaa/"),
        (f"/attachments/{known.file}", f"/attachments/{'0' * 64}"),
    ):
        real, made_up = browser.get(there), browser.get(nowhere)
        assert real.status_code == made_up.status_code == 404
        assert bare(text_of(real)).replace(there, nowhere) == bare(text_of(made_up))


def test_by_the_customers_link_alone_nothing_is_told_of_who_they_are_or_what_they_want(known: Known) -> None:
    address = f"/requests/status/{known.status}"
    for response in (Client().get(address), Client().post(address, {"digits": "0000"})):
        assert [mark for mark in SECRETS if mark in text_of(response)] == []
    answered = text_of(Client().post(address, {"digits": PHONE[-4:]}))
    assert [mark for mark in SECRETS if mark in answered] == [TEXTS["answer"]]


# By the API ---------------------------------------------------------------------------------------------------------


def callers(cast: Cast) -> dict[str, tuple[Caller, set[int]]]:
    """Who asks, and what they are answered about what is named."""
    return {
        "qian": (token_of(cast.qian), {404, 422}),
        "sun": (token_of(cast.sun), {404, 422}),
        "bai": (token_of(cast.bai), {404, 422}),
        "shi": (token_of(cast.shi), {404, 422}),
        "a device of the west hall": (device_at(cast.west, "door-9", by=cast.an), {404, 422}),
        "nobody": (Caller("swt_" + "x" * 43, None), {401}),
    }


def answers(caller: Caller, known: Known, me: str) -> Iterator[tuple[str, str, str, Any]]:
    """Every operation, asked for everything: (method, path, what was asked, the answer)."""
    for method, path in everything.operations():
        for named in everything.named_in(path, known):
            where = f"/api/v1{path.format_map(named)}"
            if method == "GET":
                for query in everything.ASKED[path]:
                    yield method, path, f"{where} {query}", Client().get(where, query, headers=caller.headers)
                continue
            for sent in everything.SENT[path](known, me):
                kind = BATCH if isinstance(sent, list) else "application/json"
                body: Any = json.dumps(sent).encode() if kind == BATCH or "file" not in sent else None
                asked = f"{where} {sent}"
                if body is None:
                    response = Client().post(where, sent, content_type=MULTIPART_CONTENT, headers=caller.headers)
                else:
                    response = Client().post(where, body, content_type=kind, headers=caller.headers)
                yield method, path, asked, response


def said_in(response: Any, folder: Path) -> str:
    """What an answer says; of a file of events, all that stands in it."""
    if response.headers["Content-Type"] != "application/vnd.apache.parquet":
        return json.dumps(json.loads(response.content), ensure_ascii=False)
    file = folder / "taken.parquet"
    file.write_bytes(response.getvalue())
    return "\n".join(map(repr, read_log(file)))


@pytest.mark.parametrize("who", ["qian", "sun", "bai", "shi", "a device of the west hall", "nobody"])
def test_by_the_api_nobody_of_another_site_gets_anything(known: Known, tmp_path: Path, who: str) -> None:
    before, planned = events_of(known), work.planned()
    caller, statuses = callers(known.hall.cast)[who]
    leaks, wrong = [], []
    for method, path, asked, response in answers(caller, known, known.hall.cast.qian.reference):
        masked = ("陈**",) if path in SEARCHES and who in ("qian", "sun") else ()
        found = seen_in(said_in(response, tmp_path), asked, known)
        leaks += [(method, path, mark) for mark in found if mark not in masked]
        hers = ("request:", "promise:", "customer:", "visit:", "attachments", "hall-east")
        of_chen = any(one in asked for one in hers)
        if path == "/events" and method == "POST" and who != "nobody":
            rows = response.json()["rows"]
            refused = {404} if who in ("qian", "sun", "a device of the west hall") else {404, 422}
            wrong += [row for row in rows if row["outcome"] != "refused" or row["problem"]["status"] not in refused]
        elif (of_chen or who == "nobody") and response.status_code not in statuses:
            wrong.append((method, asked, response.status_code))
    assert (leaks, wrong) == ([], [])
    assert (events_of(known), work.planned()) == (before, planned)


def test_by_a_token_without_the_scope_its_own_person_gets_nothing(known: Known, tmp_path: Path) -> None:
    given: dict[str, set[tuple[str, str]]] = {}
    for scope in SCOPES:
        before, given[scope] = events_of(known), set()
        caller = token_of(known.hall.cast.lin, scope)
        for method, path, asked, response in answers(caller, known, known.hall.cast.zhao.reference):
            if response.status_code == 403 and response.json()["code"] == "token-scope":
                assert seen_in(said_in(response, tmp_path), asked, known) == []
            else:
                given[scope].add((method, path))
        assert (events_of(known) == before) is (scope in ("read", "export"))
    reads = {("GET", path) for path in everything.ASKED if path != "/export"}
    acts = {("POST", path) for path in everything.SENT if path not in {"/events", *work.READ, *work.SHOWN}}
    assert given == {
        "read": reads | {("POST", path) for path in work.READ},
        "act": acts,
        "personal": {("POST", path) for path in work.SHOWN},
        "ingest": {("POST", "/events")},
        "export": {("GET", "/export")},
    }


def test_what_is_another_sites_is_answered_by_the_api_as_what_is_not_there(known: Known) -> None:
    caller = token_of(known.hall.cast.qian)
    for method, path, asked, response in answers(caller, known, known.hall.cast.qian.reference):
        if "{subject}" not in path:
            continue
        where, _, sent = asked.partition(" ")
        subject = next(one["subject"] for one in everything.named_in(path, known) if one["subject"] in where)
        made_up = subject.partition(":")[0] + ":AAAAAAAAAA"
        nowhere = where.replace(subject, made_up)
        if method == "GET":
            other = Client().get(nowhere, headers=caller.headers)
        elif "attachments" in path:
            continue
        else:
            body = next(one for one in everything.SENT[path](known, known.hall.cast.qian.reference) if str(one) == sent)
            other = Client().post(nowhere, json.dumps(body), content_type="application/json", headers=caller.headers)
        said = response.content.decode().replace(subject, "…")
        assert (response.status_code, said) == (other.status_code, other.content.decode().replace(made_up, "…")), path


# By stream and by export --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["qian", "sun", "wu", "bai", "shi", "an", "cha"])
def test_by_stream_and_by_export_nobody_of_another_site_gets_anything(
    known: Known, logged_in: LoggedIn, tmp_path: Path, who: str
) -> None:
    staff = getattr(known.hall.cast, who)
    polled = logged_in(staff).get("/stream/poll?after=0-0").json()
    followed = text_of(logged_in(staff).get("/stream/?after=0-0"))
    assert (polled["news"], 'data: {"event' in followed) == ([], False)
    out = tmp_path / "log.parquet"
    assert export(acting(staff), out) == 0
    assert list(read_log(out)) == []


def test_an_export_of_everything_tells_nothing_of_who_a_customer_is(known: Known, tmp_path: Path) -> None:
    out = tmp_path / "log.parquet"
    assert export(SYSTEM, out) >= len(events_of(known))
    said = "\n".join(map(repr, read_log(out)))
    assert known.case in said
    assert [mark for mark in SECRETS if mark in said] == []
    assert {NAME, PHONE, IDENTITY, STREET} <= set(HERS)
