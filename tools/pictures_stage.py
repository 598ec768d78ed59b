"""A hall in the middle of its day, for the pictures: SHOUWEN_HOME=… .venv/bin/python tools/pictures_stage.py

Does in the lakeside hall of a demonstration what a morning brings: customers who wait, one who is served, one who has
paid and signed, a broken printer with a photo, an appointment, a device sale. Prints JSON: the secrets of a number
machine, a display and a pad, and addresses that only an event gives.
"""

from __future__ import annotations

import io
import json
import sys
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PIL import Image, ImageDraw

from shouwen.command.installation import the_book

HALL, CLERK, CLERK2, GUIDE, SELLER, MANAGER, KEYS = "lakeside", "林晓岚", "赵明", "周婷", "吴佳", "顾平", "邹毅"
DRAWN = {"width": 600, "height": 176, "strokes": [[[40 + 12 * n, 60 + (n * n) % 50, 16 * n] for n in range(30)]]}
TERMS = "59 元套餐：每月 30 GB 流量、300 分钟通话，合约 12 个月。"
WAITING = (("sim-replacement", ""), ("payment", ""), ("payment", "elderly"), ("consult", ""), ("change", ""))
BOOKED = (
    ("change", "陈桂兰", "13800138000"),
    ("new-line", "何建国", "13900139001"),
    ("consult", "唐小雨", "13700137002"),
)


def stage() -> dict[str, str]:
    """Does all of it; what the pictures need to know."""
    from shouwen.operation.channels.hall import actions, counters
    from shouwen.operation.channels.hall.answers import asking, pad, signing
    from shouwen.operation.channels.hall.appointments import actions as appointments
    from shouwen.operation.channels.hall.appointments import codes, times
    from shouwen.operation.channels.hall.guide import floor
    from shouwen.operation.channels.hall.identity import pairing
    from shouwen.operation.channels.hall.keys import key_of
    from shouwen.operation.channels.hall.models import Facility, Hall, Items
    from shouwen.operation.channels.hall.money import fees, receipts
    from shouwen.operation.channels.hall.registers import actions as registers
    from shouwen.operation.channels.hall.sales import actions as sales
    from shouwen.operation.channels.hall.sales import story as of_sales
    from shouwen.operation.channels.hall.upkeep import actions as upkeep
    from shouwen.operation.channels.hall.upkeep import photos
    from shouwen.operation.ledger import clock
    from shouwen.operation.ledger.writing import writing
    from shouwen.operation.people import scope, tokens
    from shouwen.operation.people.models import Staff, Unit
    from shouwen.operation.people.rights import Acting, acting_of

    with writing(), scope.everywhere():  # all of it or nothing
        unit = Unit.objects.get(code=HALL)
        people = {one.name: acting_of(one, clock.now()) for one in Staff.objects.all()}
        clerk, other, guide, manager = people[CLERK], people[CLERK2], people[GUIDE], people[MANAGER]

        def device(name: str) -> Acting:
            return Acting(f"device:{name}", posts=((unit.pk, "device"),), units=frozenset({unit.pk}), grade="device")

        secrets = {}
        for name in ("machine", "display", "pad:2"):
            _token, secrets[name] = tokens.make(
                label=name, scopes=["read", "act"], ends_at=clock.now() + 86400, by=people[KEYS], at=clock.now(),
                unit=unit, device=name,
            )  # fmt: skip

        take = device("machine")
        here = counters.open_counter(unit, "1", by=clerk)
        beside = counters.open_counter(unit, "2", by=other)
        # Somebody pays for a new line, reads and signs, has a receipt, and leaves.
        actions.take_number(unit, "new-line", by=take)
        paid = actions.call_next(here, by=clerk)
        assert paid is not None
        actions.begin_service(paid, by=clerk, need_confirmed=True)
        actions.say(paid, "identity.checked", by=clerk, data={"document": "id-card", "how": "seen", "party": "self"})
        asking.explain(paid, TERMS, by=clerk)
        asking.show_agreement(paid, "new-line", "zh-Hans", by=clerk)
        signing.sign(paid, pad.shown(unit.pk, "1").ask, json.dumps(DRAWN), by=device("pad:1"))
        actions.say(paid, "order.entered", by=clerk)
        fees.tell(paid, {"sim-card": 1, "deposit": 2}, by=clerk)
        fees.pay(paid, "cash", 20_000, by=clerk)
        receipt = receipts.issue(paid, counted=True, by=clerk)
        actions.end_service(paid, by=clerk)
        actions.leave(paid, by=clerk)
        # Others wait, two are served, one has just come in.
        for service, priority in WAITING:
            waits = actions.take_number(unit, service, by=take, priority=priority)
        called = actions.call_next(beside, by=other)
        if called is not None:
            actions.begin_service(called, by=other, need_confirmed=True)
            asking.explain(called, TERMS, by=other)
            asking.show_agreement(called, "new-line", "zh-Hans", by=other)
        guest = actions.enter(unit, by=device("door"), noticed_by="door")
        helped = actions.enter(unit, by=device("door"), noticed_by="door")
        actions.say(helped, "visit.greeted", by=guide)
        floor.settle_matter(helped, "inquiry", solved=True, by=guide)
        # Upkeep, registers, readers.
        printer = Facility._base_manager.select_related("case", "unit").get(unit=unit, code="print-1")
        printer = upkeep.report_fault(printer, "jammed", by=guide, why="出纸口卡纸，换纸后仍卡。")
        photos.add(printer, [photos.Photo("打印机.jpg", picture(one)) for one in (0, 1)], by=guide)
        cups = Facility._base_manager.select_related("case", "unit").get(unit=unit, code="cups")
        upkeep.tell_level(cups, "low", by=guide)
        vouchers = Items._base_manager.select_related("case", "unit").get(unit=unit, sort="voucher")
        registers.use(vouchers, "00001", "00001", by=clerk, visit=None)
        registers.offer(vouchers, "00041", "00050", Staff.objects.get(name=CLERK2).reference, by=clerk)
        pairing.pair(unit, "1", 18733, by=manager)
        # An appointment of the afternoon, and a device sale.
        hall = Hall._base_manager.get(unit=unit)
        today = datetime.now(ZoneInfo("Asia/Shanghai")).date()
        days = (today, today + timedelta(days=1))
        free = [one.at for day in days for one in times.times(hall, "change", day) if one.left]
        booked = [
            appointments.book(unit, service, free[2 * n], name=name, phone=phone, by=guide)
            for n, (service, name, phone) in enumerate(BOOKED)
        ]
        seller = people[SELLER]
        sale = sales.notice(unit, "area", by=seller)
        sales.say(sale, of_sales.GREETED, by=seller)
        sales.say(sale, of_sales.ASKED_ABOUT, by=seller, data={"model": "畅享 X5"})
        sales.say(sale, of_sales.SHOWN, by=seller)
        return {
            **secrets,
            "receipt": f"/hall/receipt/{receipt.case.subject}",
            "visitor": f"/v/{key_of(waits)}/",
            "guest": guest.case.subject,
            "sale": f"/hall/sales/{sale.case.subject.partition(':')[2]}/",
            "printer": f"/hall/upkeep/{printer.case.subject.partition(':')[2]}/",
            "lot": f"/hall/registers/{vouchers.case.subject.partition(':')[2]}/",
            "booked": f"/book/{HALL}/{codes.key_of(booked[0])}/",
        }


def picture(which: int) -> bytes:
    """A drawing of a printer in which paper is jammed, as a photo."""
    drawn = Image.new("RGB", (800, 600), (214, 219, 222) if which else (226, 223, 216))
    pen = ImageDraw.Draw(drawn)
    left = 120 + 60 * which
    pen.rounded_rectangle((left, 200, left + 520, 500), 28, fill=(84, 92, 99))
    pen.rounded_rectangle((left + 40, 150, left + 480, 220), 16, fill=(62, 69, 75))
    pen.rectangle((left + 70, 380, left + 450, 410), fill=(30, 34, 38))
    paper = [(110, 395), (420, 395), (390, 540), (250, 470), (140, 550)]
    pen.polygon([(left + across, down) for across, down in paper], fill=(250, 250, 247))
    pen.ellipse((left + 440, 250, left + 470, 280), fill=(206, 58, 52))
    out = io.BytesIO()
    drawn.save(out, "JPEG", quality=80)
    return out.getvalue()


if __name__ == "__main__":
    with the_book():
        json.dump(stage(), sys.stdout, ensure_ascii=False)
