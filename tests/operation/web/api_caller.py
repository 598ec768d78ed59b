"""Asking the API in tests: tokens, a caller who sends one along, and a small channel with a standard of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from shouwen.events.story import START, Follow
from shouwen.events.vocabulary import Field, Word
from shouwen.operation.ledger import clock, editions
from shouwen.operation.ledger.act import begin
from shouwen.operation.ledger.acts import NewCase
from shouwen.operation.ledger.channel import DEVICE, OWNER, REGISTER, Channel, Kind
from shouwen.operation.ledger.models import Case
from shouwen.operation.ledger.publishing import layers_written, publish
from shouwen.operation.people import privacy, tokens
from shouwen.operation.people.models import Staff, Token, Unit
from shouwen.operation.people.personal import read_personal
from shouwen.operation.people.rights import SYSTEM, acting_of
from shouwen.operation.people.scope import everywhere
from shouwen.operation.web.api_access import allowance
from shouwen.wording import Wording

SCOPES = ("read", "act", "personal", "ingest", "export")
ONE = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"

_TEXT = Field("text", "text", Wording("内容", "內容", "text"))
ERRANDS = Channel(
    name="errands",
    label=Wording("跑腿", "跑腿", "errands"),
    words=(
        Word("errand.noted", Wording("记下", "記下", "noted"), {"text": _TEXT}),
        Word("errand.checked", Wording("核对", "核對", "checked"), {}, (OWNER,)),
        Word("errand.done", Wording("办好", "辦好", "done"), {"at_home": Field("at_home", "time", _TEXT.label)}),
        Word("errand.weighed", Wording("过秤", "過秤", "weighed"), {"grams": Field("grams", "number", _TEXT.label)}),
        Word("door.counted", Wording("过门", "過門", "counted"), {"people": Field("people", "number", _TEXT.label)},
             (DEVICE,)),
    ),
    kinds=(
        Kind(
            name="errand",
            label=Wording("跑腿", "跑腿", "errand"),
            concern=True,
            follow=Follow({"errand.noted": frozenset({START}), "errand.done": frozenset({"errand.noted"})}),
            closes=frozenset({"errand.done"}),
        ),
    ),
)  # fmt: skip

STANDARD = """
standard: errands
title: {zh-Hans: 跑腿标准, zh-Hant: 跑腿標準, en: The standard of errands}
words:
  errand.noted: {label: {zh-Hans: 记下, zh-Hant: 記下, en: noted}}
  errand.checked: {label: {zh-Hans: 核对, zh-Hant: 核對, en: checked}}
  errand.done: {label: {zh-Hans: 办好, zh-Hant: 辦好, en: done}, heard_as: [com.example.errand.finished]}
clauses:
  - id: errand.in-time
    of: errand
    says: {zh-Hans: 两小时内办好, zh-Hant: 兩小時內辦好, en: Done within two hours}
    check: {within: {after: errand.noted, then: errand.done, limit: 2 hours, warn: 50%}}
  - id: errand.checked-first
    of: errand
    says: {zh-Hans: 先核对再办, zh-Hant: 先核對再辦, en: Checked before it is done}
    guard: true
    check: {order: {first: errand.checked, then: errand.done}}
"""


@contextmanager
def errands(organisation: Unit) -> Iterator[None]:
    """The channel is there, and the organisation works by its standard."""
    REGISTER.add(ERRANDS)
    editions.forget()
    allowance.forget()
    organisation.standard = "errands"
    organisation.save()
    publish(layers_written(STANDARD, place="errands"), at=organisation, by=SYSTEM)
    try:
        yield
    finally:
        del REGISTER.channels["errands"], REGISTER.kinds["errand"]
        for word in ERRANDS.words:
            del REGISTER.words[word.name]
        editions.forget()


@dataclass(frozen=True)
class Answer:
    """What the API answered; `json` is None where it is a file."""

    status: int
    json: Any
    headers: Any
    body: bytes = b""


class Caller:
    """Another system with a token."""

    def __init__(self, secret: str, token: Token | None, *, language: str = "en") -> None:
        self.secret = secret
        self.token = token
        self.headers = {"Authorization": f"Bearer {secret}", "Accept-Language": language}

    def get(self, path: str, **query: Any) -> Answer:
        """GET /api/v1/…"""
        return self._answer(Client().get(f"/api/v1{path}", query, headers=self.headers))

    def post(self, path: str, body: Any, *, kind: str = "application/json", **headers: str) -> Answer:
        """POST /api/v1/…; `body`: bytes as they are, everything else as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        response = Client().post(f"/api/v1{path}", content, content_type=kind, headers={**self.headers, **named})
        return self._answer(response)

    def send(self, path: str, name: str, data: bytes, **headers: str) -> Answer:
        """POST of a file to /api/v1/…"""
        given = {"file": SimpleUploadedFile(name, data, content_type="text/html")}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self._answer(Client().post(f"/api/v1{path}", given, headers={**self.headers, **named}))

    def report(self, *events: dict[str, Any]) -> Answer:
        """A batch of CloudEvents."""
        return self.post("/events", list(events), kind=BATCH)

    def _answer(self, response: Any) -> Answer:
        body = response.getvalue()
        is_json = "json" in response.headers["Content-Type"]
        return Answer(response.status_code, json.loads(body) if is_json else None, response.headers, body)


def token_of(staff: Staff, *scopes: str, language: str = "en", lasts: int = 3600) -> Caller:
    """A caller with a token of this person's; with every scope where none is named."""
    now = clock.now()
    with everywhere():
        token, secret = tokens.make(
            label="a system",
            scopes=scopes or SCOPES,
            ends_at=now + lasts,
            by=acting_of(staff, now),
            at=now,
            staff=staff,
        )
    return Caller(secret, token, language=language)


def device_at(unit: Unit, name: str = "door-1", *scopes: str, by: Staff, grade: str = "device") -> Caller:
    """A caller with the token of a device; `by`: the security administrator."""
    now = clock.now()
    with everywhere():
        token, secret = tokens.make(
            label=name, scopes=scopes or SCOPES, ends_at=now + 3600, by=acting_of(by, now), at=now,
            unit=unit, device=name, grade=grade,
        )  # fmt: skip
    return Caller(secret, token)


def errand_of(staff: Staff, unit: Unit, *, text: str = "", name: str = "王小明", phone: str = "13800138000") -> Case:
    """An errand that this person noted of a customer who is called so."""
    with everywhere():
        customer = privacy.meet(unit, read_personal(name=name, phones=[phone]))
        data = {"text": privacy.keep_text(customer, text)} if text else {}
    return begin(
        NewCase(kind="errand", unit=unit, owner=staff, customer=customer), "errand.noted",
        by=acting_of(staff, clock.now()), data=data,
    )  # fmt: skip


def event(number: int | str, word: str, subject: str, **more: Any) -> dict[str, Any]:
    """A CloudEvent."""
    return {
        "specversion": "1.0", "id": str(number), "source": "/east/door", "type": word, "subject": subject, **more,
    }  # fmt: skip
