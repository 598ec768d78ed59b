import pytest
from shouwen.operation.ledger import words, models, clock, editions
from shouwen.operation.ledger.act import act, begin, NewCase
from shouwen.operation.ledger.channel import REGISTER, Channel, Kind
from shouwen.operation.ledger.publishing import publish_pack, publish, layers_written
from shouwen.operation.ledger.rebuild import differences
from shouwen.operation.ledger.read import thread, owed_by
from shouwen.operation.ledger.watch import look_once
from shouwen.operation.ledger.promises import promise, keep
from shouwen.operation.people.rights import acting_of, SYSTEM
from shouwen.operation.people import scope
from shouwen.events.vocabulary import Word
from shouwen.wording import Wording
from shouwen.fault import Fault

T = """
standard: s
title: {en: t}
words:
  demo.noted: {label: {en: n}}
  demo.answered: {label: {en: a}}
clauses:
  - id: first.answer
    of: demo
    says: {en: Answered within two hours}
    check: {within: {after: demo.noted, then: demo.answered, limit: 2 hours, warn: 50%}}
  - id: promise.kept
    of: promise
    says: {en: promises are kept}
    check: {within: {after: promise.made, then: promise.kept, by: until}}
"""

def test_smoke(cast, django_assert_num_queries):
    if "demo" not in REGISTER.channels:
        REGISTER.add(Channel(name="demo", label=Wording.of("d"), words=(Word("demo.noted", Wording.of("n")), Word("demo.answered", Wording.of("a"))), kinds=(Kind(name="demo", label=Wording.of("d"), concern=True),)))
    editions.forget()
    cast.organisation.standard = "s"; cast.organisation.save()
    now = clock.now()
    text = T + ""
    publish(layers_written(T.replace("words:\n","words:\n  promise.made: {label: {en: p}, fields: {until: {kind: time, label: {en: u}}}}\n  promise.kept: {label: {en: p}}\n"), place="x"), at=cast.organisation, by=SYSTEM)
    lin, zhao, qian = (acting_of(p, now) for p in (cast.lin, cast.zhao, cast.qian))
    case = begin(NewCase(kind="demo", unit=cast.east, owner=cast.lin), "demo.noted", by=lin)
    with scope.of(lin.seen):
        assert [o.row.clause for o in owed_by(lin)] == ["first.answer"]
    with pytest.raises(Fault) as f:
        act(case.subject, "demo.answered", by=qian)
    assert f.value.code == "case-unknown"
    with pytest.raises(Fault) as f:
        act(case.subject, words.OFFER, by=zhao, data={"to": zhao.reference})
    assert f.value.code == "not-yours"
    act(case.subject, words.OFFER, by=lin, data={"to": zhao.reference})
    act(case.subject, words.ACCEPT, by=zhao)
    p = promise(case, now + 100, by=zhao)
    with scope.of(zhao.seen):
        assert sorted(o.row.clause for o in owed_by(zhao)) == ["first.answer", "promise.kept"]
    with scope.everywhere():
        assert differences(models.Case.objects.exclude(kind="unit")) == []
    with clock.standing(now + 3 * 3600):
        assert look_once() == 2
        assert look_once() == 0
        with scope.everywhere():
            assert differences(models.Case.objects.exclude(kind="unit")) == []
            assert [(e.word, e.at - now) for e in models.Event.objects.filter(word__startswith="obligation").order_by("at")] == [("obligation.broken", 101), ("obligation.broken", 7201)]
            for l in thread(models.Case.objects.get(subject=case.subject)): print(l.event.word, l.by)
    from django.test.utils import CaptureQueriesContext
    from django.db import connection
    with CaptureQueriesContext(connection, ) as c:
        act(case.subject, "demo.answered", by=zhao)
    for q in c.captured_queries: print(q["sql"][:150])
