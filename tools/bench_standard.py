"""The clauses that are measured: five kinds of promise on one word each, ten of each, and fifty that pause."""

from __future__ import annotations

from shouwen.standard.clause import Standard
from shouwen.standard.reading import read_standard

HEAD = """
standard: bench
calendar: office
calendars:
  office:
    zone: Asia/Shanghai
    open: {mon-fri: ["09:00-12:00", "13:00-18:00"], sat-sun: ["09:00-12:00"]}
    holidays: china
facts: {site_kind: text}
words:
  visit.entered: {}
  visit.greeted: {}
  ticket.taken: {}
  ticket.called: {fields: {service: text}}
  ticket.abandoned: {}
  service.begun: {fields: {service: text}}
  service.paused: {fields: {service: text}}
  service.resumed: {fields: {service: text}}
  identity.checked: {fields: {service: text}}
  order.entered: {fields: {service: text}}
  receipt.issued: {fields: {service: text}}
  service.ended: {fields: {service: text}}
  rating.given: {fields: {score: number, pressed: flag}}
  visit.left: {}
clauses:
"""

_PAIRS = [
    ("visit.entered", "visit.greeted"), ("ticket.taken", "ticket.called"), ("service.begun", "service.ended"),
    ("ticket.called", "service.begun"), ("service.begun", "order.entered"), ("order.entered", "receipt.issued"),
    ("ticket.taken", "service.ended"), ("visit.entered", "ticket.taken"), ("service.ended", "visit.left"),
    ("identity.checked", "order.entered"),
]  # fmt: skip
_SERVICES = ["payment", "change", "suspend", "sim-loss", "sim-replacement", "new-line", "contract", "consult"]


def _clause(name: str, check: str, when: str = "") -> str:
    conditions = f"when: {{{when}}}, " if when else ""
    return f"- {{id: {name}, of: visit, says: x, {conditions}check: {{{check}}}}}\n"


def _response(number: int) -> str:
    after, then = _PAIRS[number % len(_PAIRS)]
    return _clause(f"response-{number}", f"within: {{after: {after}, then: {then}, limit: {number + 1} minutes}}")


def _precedence(number: int) -> str:
    first, then = _PAIRS[-1 - number % len(_PAIRS)]
    return _clause(f"precedence-{number}", f"order: {{first: {first}, then: {then}}}")


def _absence(number: int) -> str:
    service = _SERVICES[number % len(_SERVICES)]
    kind = "partner" if number % 2 else "own"
    what = ("order.entered", "receipt.issued")[number % 2]
    return _clause(f"absence-{number}", f"never: {{what: {what}, where: {{service: {service}}}}}", f"site_kind: {kind}")


def _cadence(number: int) -> str:
    what = _PAIRS[number % len(_PAIRS)][1]
    span = f"per: {number + 5} minutes, counted: rolling, from: visit.entered, until: visit.left"
    return _clause(f"cadence-{number}", f"every: {{what: {what}, {span}}}")


def _steps(number: int) -> str:
    steps = ["ticket.called", "service.begun", "identity.checked", "order.entered", "service.ended"]
    chosen = ", ".join(steps[number % 3 : number % 3 + 3])
    ends = "from: ticket.taken, to: visit.left, dropped: ticket.abandoned"
    return _clause(f"steps-{number}", f"steps: {{{ends}, steps: [{chosen}, {{do: rating.given, required: false}}]}}")


def _pausing(number: int) -> str:
    after, then = _PAIRS[number % len(_PAIRS)]
    turns = "pause: service.paused, resume: service.resumed, close: ticket.abandoned"
    limit = f"limit: {number + 1} working minutes"
    return _clause(f"pausing-{number}", f"within: {{after: {after}, then: {then}, {limit}, {turns}}}")


_KINDS = (_response, _precedence, _absence, _cadence, _steps)

FIVE = "".join(kind(2) for kind in _KINDS)
FIFTY = "".join(kind(number) for kind in _KINDS for number in range(10))
DECLARE = [
    ["response", *_PAIRS[2]], ["precedence", *_PAIRS[-3]], ["absence", "order.entered"],
    ["responded_existence", "visit.entered", _PAIRS[2][1]], ["succession", "service.begun", "service.ended"],
]  # fmt: skip
"""What PM4Py's DECLARE can say of FIVE: the same words, without time, data and cadence."""
PAUSED = "".join(_pausing(number) for number in range(50))


def standard(clauses: str) -> Standard:
    """The standard of some of these clauses."""
    return read_standard(HEAD + clauses, place="bench")
