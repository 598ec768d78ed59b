"""The JSON Schema of a standard's file, with which an editor completes keys and marks slips while somebody writes.

It knows the form; whether words, fields and names exist, and whether clauses agree, is for `shouwen standard check`.
`docs/standard.schema.json` is its copy.
"""

from __future__ import annotations

import json
from typing import Any

from shouwen.events.event import GRADES
from shouwen.events.vocabulary import KINDS as FIELD_KINDS
from shouwen.wording import LANGUAGES

Schema = dict[str, Any]

TEXT: Schema = {"type": "string", "minLength": 1}
FLAG: Schema = {"type": "boolean"}
TEXTS: Schema = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
DATE: Schema = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}


def ref(name: str, description: str = "") -> Schema:
    """A part of the schema that has a name."""
    return {"$ref": f"#/$defs/{name}"} | ({"description": description} if description else {})


def told(schema: Schema, description: str) -> Schema:
    """The same with a description."""
    return schema | {"description": description}


def mapping(properties: Schema, *required: str) -> Schema:
    """A mapping of these keys and no others."""
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return found | ({"required": list(required)} if required else {})


def by_name(values: Schema, description: str = "") -> Schema:
    """A mapping from names of the standard's own."""
    found: Schema = {"type": "object", "additionalProperties": values}
    return found | ({"description": description} if description else {})


def figure(*schemas: Schema) -> Schema:
    """A figure of a check, of one of these forms, or the setting that holds it."""
    return {"anyOf": [*schemas, ref("setting-named")]}


def listed(items: Schema, *, least: int = 0) -> Schema:
    """A list."""
    return {"type": "array", "items": items} | ({"minItems": least} if least else {})


def one_of(*choices: str) -> Schema:
    """One of these texts."""
    return {"enum": list(choices)}


WORDINGS: Schema = {"anyOf": [ref("wording"), listed(ref("wording"))]}
EVENT = ref("event")
CONDITIONS = ref("conditions")
COUNT = figure({"type": "integer", "minimum": 1})
COUNT_OR_NONE = figure({"type": "integer", "minimum": 0})
NUMBER = figure({"type": "number"})
PERCENT = figure(
    {"type": "number", "minimum": 1, "maximum": 100},
    {"type": "string", "pattern": r"^\s*[0-9]+(\.[0-9]+)?\s*[%％]?\s*$"},
)
LENGTH = told(figure(TEXT), "a number and a unit: 10 minutes, 2 working days, 48小时, 3 rings")
SPAN = told(figure(TEXT), "a number and a unit: 3 months, 1 week, half hour")
CALENDAR = told(TEXT, "name of a calendar, by default the standard's")
ZONE = told(TEXT, "a time zone, such as Asia/Shanghai; by default the calendar's")

_CHECKS: dict[str, Schema] = {
    "within": mapping(
        {
            "after": told(EVENT, "what opens an occasion"),
            "then": told(EVENT, "what settles it"),
            "limit": LENGTH,
            "limits": listed(mapping({"when": CONDITIONS, "limit": LENGTH}, "when", "limit")),
            "by": told(TEXT, "field of the after-event that holds the due time"),
            "grace": told(LENGTH, "with by: so much later"),
            "ahead": told(LENGTH, "with by: so long before"),
            "pause": told(EVENT, "stops the clock"),
            "resume": told(EVENT, "starts it again"),
            "close": told(EVENT, "closes the case"),
            "reopen": told(EVENT, "opens it again"),
            "opens": told(one_of("each", "first"), "first: only the first while one waits"),
            "warn": told(PERCENT, "share of the time after which to warn"),
            "same_clock_time": told(FLAG, "working days end at the same time of day"),
            "calendar": CALENDAR,
        },
        "after", "then",
    ),
    "order": mapping(
        {
            "first": told({"anyOf": [EVENT, listed(EVENT, least=1)]}, "what must have come; of a list, each"),
            "then": told(EVENT, "what it comes before"),
            "anew": told(EVENT, "what makes the earlier ones void"),
        },
        "first", "then",
    ),
    "steps": mapping(
        {
            "from": told(EVENT, "the beginning"),
            "to": told(EVENT, "the end"),
            "steps": listed(
                {"anyOf": [EVENT, mapping({"do": EVENT, "required": FLAG, "until": CONDITIONS}, "do")]}, least=1
            ),
            "any_order": FLAG,
            "dropped": told(EVENT, "what gives it up"),
        },
        "from", "to", "steps",
    ),
    "never": mapping(
        {
            "what": EVENT,
            "where": told(CONDITIONS, "where it is forbidden; by default always"),
            "unless": told(EVENT, "what lifts the ban when it came before"),
        },
        "what",
    ),
    "permission": mapping(
        {
            "what": EVENT,
            "only_where": told(CONDITIONS, "where it is allowed"),
            "unless": told(EVENT, "what allows it besides when it came before"),
        },
        "what", "only_where",
    ),
    "every": mapping(
        {
            "what": told(EVENT, "what recurs"),
            "per": SPAN,
            "from": told(EVENT, "beginning of the relation"),
            "until": told(EVENT, "its end"),
            "at_least": COUNT,
            "of_these": listed(mapping({"when": CONDITIONS, "at_least": COUNT}, "when")),
            "counted": one_of("anchored", "calendar", "rolling"),
            "calendar": CALENDAR,
            "zone": ZONE,
        },
        "what", "per", "from",
    ),
    "record": mapping({"on": EVENT, "fields": figure(TEXTS)}, "on", "fields"),
    "share": mapping(
        {
            "of": told(EVENT, "what is counted"),
            "good": told(CONDITIONS, "what makes it good"),
            "at_least": PERCENT,
            "each": told(TEXT, "a period of the calendar, or case"),
            "close": told(EVENT, "with each: case, what ends it"),
            "minimum": COUNT,
            "calendar": CALENDAR,
            "zone": ZONE,
        },
        "of", "good", "at_least", "each",
    ),
    "measure": {
        "anyOf": [
            mapping(
                {
                    "on": EVENT, "value": told(TEXT, "the field that holds the number"), "at_least": NUMBER,
                    "at_most": NUMBER, "unit": {"type": "string"}, "taken": one_of("entered", "sensed"),
                },
                "on", "value",
            ),
            mapping(
                {
                    "count": told(EVENT, "what is counted"), "from": EVENT, "to": EVENT,
                    "at_least": COUNT_OR_NONE, "at_most": COUNT_OR_NONE,
                    "unit": {"type": "string"},
                },
                "count", "from", "to",
            ),
        ]
    },
    "inspect": mapping(
        {
            "on": told(EVENT, "the observation"),
            "item": ref("wording", "what is looked at"),
            "pass": ref("wording", "what is seen where it is kept"),
            "fail": ref("wording", "what is seen where it is not"),
            "roles": told(TEXTS, "whose conduct is looked at"),
            "places": told(TEXTS, "where"),
            "occasions": told(TEXTS, "on what occasion"),
            "passed": told(TEXT, "the flag that tells; passed by default"),
            "each": told(SPAN, "how often somebody looks"),
            "counted": one_of("anchored", "calendar"),
            "from": EVENT,
            "until": EVENT,
            "calendar": CALENDAR,
            "zone": ZONE,
        },
        "on", "item",
    ),
    "says": mapping(
        {
            "phrases": told(figure(WORDINGS), "the wording"),
            "elements": told(WORDINGS, "what is told, where no wording is given"),
            "moment": ref("wording"), "mode": one_of("any", "all", "in order", "sample"), "on": EVENT, "roles": TEXTS,
        }
    ),
    "avoids": mapping(
        {
            "phrases": figure(WORDINGS), "except": WORDINGS, "moment": ref("wording"), "on": EVENT, "roles": TEXTS,
        },
        "phrases",
    ),
}  # fmt: skip

_SOURCE = listed(mapping({"manual": TEXT, "section": {"type": ["string", "number"]}}, "manual"))

_CLAUSE: dict[str, Schema] = {
    "id": told(TEXT, "its name, once in the standard"),
    "of": told({"type": "string", "pattern": r"^[^\W\d]\w*$"}, "whose story it is judged on: case unless said"),
    "chapter": told(TEXT, "a name under chapters"),
    "if": by_name(ref("values"), "by setting: the value, or the values, with which the clause counts"),
    "says": ref("wording", "the promise in words"),
    "severity": told(TEXT, "a name under severities"),
    "weight": told(
        {"type": "number", "minimum": 0}, "what it counts in a score; by default that of its severity, or 1"
    ),
    "answerable": {
        "description": "who is answerable for it: a role, or a role and from which event the person is read",
        "anyOf": [TEXT, mapping({"role": TEXT, "person": one_of("settled", "opened")}, "role")],
    },
    "evidence": told(
        {"anyOf": [one_of(*GRADES), listed(one_of(*GRADES))]}, "what could show whether it is kept, the best first"
    ),
    "guard": told(FLAG, "whether the act that would break it is refused"),
    "when": told(CONDITIONS, "conditions on the event that opens an occasion"),
    "covers": told(TEXTS, "by which ids a catalogue of the manuals names what it says"),
    "part_of": told(TEXTS, "of which of these ids it says a further part, while another clause covers them"),
    "source": _SOURCE,
    "check": ref("check"),
    "examples": told(
        mapping({"kept": TEXT, "broken": TEXT, "silent": TEXT}), "stories that keep it, break it once, owe nothing"
    ),
}

_FIELD: Schema = {
    "anyOf": [
        one_of(*FIELD_KINDS),
        mapping(
            {
                "kind": one_of(*FIELD_KINDS),
                "label": ref("wording"),
                "values": by_name(ref("wording"), "what some of its values are called"),
            },
            "kind",
        ),
    ]
}
_VALUE: Schema = {"type": ["string", "number", "boolean"]}
_VALUES: Schema = {"anyOf": [_VALUE, listed(_VALUE, least=1)]}
_SETTING: dict[str, Schema] = {
    "value": ref("setting-value"),
    "label": ref("wording", "what it is; a file that changes a setting leaves it out"),
    "why": ref("wording", "why it is this value"),
    "source": _SOURCE,
    "ours": told(FLAG, "whether the figure is this standard's own and no manual's"),
    "instead": told(
        listed(mapping({"value": ref("setting-value"), "source": _SOURCE}, "value")), "what another manual says"
    ),
    "covers": told(TEXTS, "which differences of the manuals, or figures they leave open, it settles"),
}
_WINDOWS: Schema = {"anyOf": [TEXT, listed(TEXT)]}

_DEFINITIONS: dict[str, Schema] = {
    "wording": {
        "description": "a text, for all languages or by language",
        "anyOf": [TEXT, mapping(dict.fromkeys(LANGUAGES, TEXT)) | {"minProperties": 1}],
    },
    "values": _VALUES,
    "setting-value": {
        "description": "a number, true or false, a text, a length such as 10 minutes, a list, or labels by name",
        "anyOf": [
            *_VALUES["anyOf"], {"type": "array", "maxItems": 0}, listed(ref("wording")), by_name(ref("wording")),
        ],
    },
    "event": {
        "description": "a word, a list of words (any of them), or a word with conditions",
        "anyOf": [TEXT, listed(TEXT, least=1), mapping({"word": TEXTS, "when": CONDITIONS}, "word")],
    },
    "conditions": by_name(
        {
            "anyOf": [
                *_VALUES["anyOf"],
                mapping(
                    {
                        "not": _VALUES, "over": figure(_VALUE), "under": figure(_VALUE), "at_least": figure(_VALUE),
                        "at_most": figure(_VALUE), "filled": FLAG,
                    }
                )
                | {"minProperties": 1},
            ]
        },
        "by field: a value, a list of values, or not, over, under, at_least, at_most, filled",
    ),
    "setting-named": mapping({"setting": told(TEXT, "a name under settings, whose value counts here")}, "setting"),
    "check": mapping({name: ref(f"check-{name}") for name in _CHECKS})
    | {"description": "one kind with its keys", "minProperties": 1, "maxProperties": 1},
    **{f"check-{name}": schema for name, schema in _CHECKS.items()},
    "clause": mapping(_CLAUSE, "id", "says", "check"),
    "changes": mapping(
        {key: {"anyOf": [schema, {"type": "null"}]} for key, schema in _CLAUSE.items() if key != "id"}
    ),
}  # fmt: skip

_FILE: dict[str, Schema] = {
    "standard": told(TEXT, "name of the standard"),
    "title": ref("wording"),
    "edition": told(TEXT, "what this edition is called, such as 2026, in quotes"),
    "in_force": told(
        mapping({"from": DATE, "until": DATE}), "first day of this edition, and first day on which it counts no longer"
    ),
    "builds_on": told(TEXTS, "files, or pack:NAME, whose words and clauses this one takes over"),
    "calendar": told(TEXT, "the calendar that counts where a check names none"),
    "calendars": by_name(
        mapping(
            {
                "zone": TEXT,
                "open": told(by_name(_WINDOWS), 'opening hours by weekday: {mon-fri: ["09:00-18:00"]}'),
                "holidays": told({"type": ["string", "null", "boolean"]}, "china, none, or a file"),
                "days": told(by_name(_WINDOWS), "single days that differ"),
                "make_up": told(TEXT, "the weekday whose hours a day worked for a holiday has"),
            },
            "zone", "open",
        )
    ),
    "units": by_name(TEXT, "lengths of the standard's own, such as ring: 5 seconds"),
    "severities": by_name(
        {"anyOf": [ref("wording"), mapping({"label": ref("wording"), "weight": _CLAUSE["weight"]}, "label")]},
        "the standard's own scale, the mildest first",
    ),
    "chapters": by_name(
        {
            "anyOf": [
                ref("wording"),
                mapping({"label": ref("wording"), "empty": FLAG, "covers": TEXTS, "source": _SOURCE}, "label"),
            ]
        },
        "the standard's chapters, in order; empty: a manual names it and says nothing under it",
    ),
    "roles": by_name(ref("wording"), "who may say words and is answerable for clauses"),
    "places": by_name(ref("wording"), "where something is looked at"),
    "occasions": by_name(ref("wording"), "on what occasion something is looked at"),
    "facts": by_name(_FIELD, "fields that any event may carry"),
    "words": by_name(
        {
            "anyOf": [
                {"type": "null"},
                mapping({"label": ref("wording"), "fields": by_name(_FIELD), "may": TEXTS, "heard_as": TEXTS}),
            ]
        },
        "what can happen, and what each event tells",
    ),
    "log": {"type": ["object", "array"], "description": "how another system's log says it"},
    "notices": told(
        mapping({"hours": told(TEXT, "name of a calendar: only while it is open are notices sent out")}, "hours"),
        "how people are told of what is due or broken",
    ),
    "settings": by_name(
        mapping(_SETTING) | {"minProperties": 1}, "figures and choices that are no limit of a single clause"
    ),
    "removes": told(listed(TEXT), "clauses of the files below that do not count here"),
    "changes": by_name(ref("changes"), "by clause: keys to replace; null takes one away"),
    "clauses": listed(ref("clause")),
}  # fmt: skip


def check_keys(kind: str) -> tuple[str, ...]:
    """The keys that a kind of check knows."""
    forms = _CHECKS[kind].get("anyOf", [_CHECKS[kind]])
    return tuple(dict.fromkeys(key for form in forms for key in form["properties"]))


def schema() -> Schema:
    """The schema, as JSON Schema 2020-12."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A standard of Shouwen",
        **mapping(_FILE, "standard"),
        "$defs": _DEFINITIONS,
    }


def schema_text() -> str:
    """The schema as a file holds it."""
    return json.dumps(schema(), ensure_ascii=False, indent=2) + "\n"
