"""What the room of requests brings to the pages: a line of the menu, its part of a case's page, how one is begun."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from shouwen.operation.channels.requests import story
from shouwen.operation.channels.requests.steps import STEPS
from shouwen.operation.channels.requests.views import part
from shouwen.operation.web.case_parts import Beginning, CasePart
from shouwen.operation.web.page import Entry

MENU = Entry(label=_("Requests"), url="requests", icon="message-circle", order=30, serving=True)

PART = CasePart(
    values={"topic": story.TOPICS, "result": story.RESULTS},
    says=frozenset(step.word for step in STEPS.values()),
    template="requests/part.html",
    context=part,
    icons={
        story.NOTED: ("message-circle", "accent"),
        story.TOLD: ("message-circle", "blue"),
        story.ANSWERED: ("message-2-check", "green"),
        story.CLOSED: ("circle-check", "green"),
        story.REOPENED: ("refresh", "amber"),
        story.WITHDRAWN: ("hand-stop", "grey"),
    },
)

BEGINNING = Beginning(label=_("Note a concern"), url="requests_note", icon="plus", order=10)
