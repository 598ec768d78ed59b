"""The manager closes the day: first who is left over in the hall, then the one button that ends it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from shouwen.operation.channels.hall import story, who_may
from shouwen.operation.channels.hall.closing import closing
from shouwen.operation.channels.hall.models import Hall
from shouwen.operation.channels.hall.waiting import opening
from shouwen.operation.ledger import clock
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting
from shouwen.operation.web import page


@require_GET
@who_may.manage
def shown(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """Who is left over: waits, is served, was set aside, did not come, was not seen leaving; and what is open."""
    left = closing.left_over(unit.pk)
    at_counters = left.of(*story.STATES_AT_COUNTER)
    stay = {visit.counter for visit in at_counters}
    hall = Hall._base_manager.get(pk=unit.pk)
    context = {
        "hall": unit,
        "left": left,
        "open_now": opening.is_open(hall, clock.now()),
        "groups": [
            (_("Still waiting"), left.of(story.WAITING)),
            (pgettext("counter", "Set aside"), left.of(story.ASIDE)),
            (_("Did not come when called"), left.of(story.MISSED)),
            (_("Served, and not seen leaving"), left.of(story.DONE)),
            (_("Came in, and took no number"), left.of(story.IN_HALL)),
        ],
        "at_counters": at_counters,
        "open_counters": [day for day in left.counters if day.code not in stay],
    }
    return render(request, "hall/closing.html", context)


@require_POST
@who_may.manage
def close(request: HttpRequest, acting: Acting, unit: Unit) -> HttpResponse:
    """Closes the day. Sent twice, the second finds nothing left to do."""
    done = closing.close_day(unit, by=acting, ends=closing.by_hand(request.POST.getlist("breaks_off")[:64]))
    stay = closing.left_over(unit.pk)
    if done.nothing and stay.nothing:
        page.said_and_done(request, _("The day was closed already."))
    else:
        said = _("Given up: %(given_up)s · left: %(left)s · counters closed: %(counters)s.") % {
            "given_up": done.given_up + done.broken_off,
            "left": done.left - done.broken_off,
            "counters": done.counters,
        }
        page.said_and_done(request, said)
    if stay.nothing:
        return redirect(f"{reverse('hall_board')}?hall={unit.code}")
    return redirect(f"{reverse('hall_closing')}?hall={unit.code}")
