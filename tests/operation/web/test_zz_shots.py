import pytest
from tests.operation.web.east_hall import *
from shouwen.operation.ledger.act import act
from shouwen.operation.ledger import words, clock
from shouwen.operation.ledger.promises import promise
from shouwen.operation.ledger.saying import say
from shouwen.operation.ledger.attaching import attach
from shouwen.operation.people import scope
from shouwen.operation.people.duty import clock_in
from shouwen.operation.channels.requests import actions

@pytest.mark.django_db(transaction=True)
def test_shots(cast, open_page, seen_by_axe, scrolls_sideways):
    now = clock.now()
    with clock.standing(now - 7 * 3600):
        hall = open_hall(cast)
        old = note(cast, hall.customer, "查询积分兑换")
    lin, zhao, gu = acting(cast.lin), acting(cast.zhao), acting(cast.gu)
    with scope.of(lin.seen):
        third = note(cast, hall.customer, "办理携号转网，需要多久")
        say(hall.case, words.NOTE, "客户傍晚六点以后方便接电话。", by=lin)
        actions.promise(hall.case, now + 5400, "核对账单并回电", by=lin, looked_into=True)
        attach(hall.case, "账单.txt", "三十元".encode(), by=lin)
        say(hall.case, words.OFFER, "账单系统我看不到", by=lin, field="reason", data={"to": zhao.reference})
        say(third, words.OFFER, "请帮忙", by=lin, field="reason", data={"to": f"unit:{cast.east.pk}"})
    with scope.of(zhao.seen):
        n = note(cast, hall.customer, "x", by=cast.zhao)
        say(n, words.OFFER, "客户指定找您", by=zhao, field="reason", data={"to": lin.reference})
    for width in (1280, 360):
        for name, staff, path in [("mine", cast.lin, "/"), ("zhao", cast.zhao, "/"), ("unit", cast.gu, "/work/unit"), ("empty", cast.he, "/"), ("case", cast.lin, hall.address), ("zcase", cast.zhao, hall.address), ("customers", cast.lin, "/customers/"), ("customer", cast.lin, f"/customers/{hall.customer.name}/"), ("change", cast.lin, f"/customers/{hall.customer.name}/change"), ("notices", cast.zhao, "/notices/"), ("offer", cast.lin, hall.address.replace(hall.case.subject, old.subject) + "offer"), ("promise", cast.lin, hall.address+"promise")]:
            page = open_page(width=width, staff=staff)
            page.goto(path)
            page.wait_for_timeout(300)
            page.screenshot(path=f"/tmp/shots/{name}-{width}.png", full_page=True)
            print(name, width, scrolls_sideways(page), seen_by_axe(page))
            page.context.close()
