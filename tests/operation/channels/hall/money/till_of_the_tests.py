"""A tariff at the east hall, a customer who pays, and an invoice service that really listens."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from shouwen.operation.channels.hall.models import Receipt, Tariff, Visit
from shouwen.operation.channels.hall.money import fees, invoice_simulator, receipts
from shouwen.operation.channels.hall.money.invoice_service import OverHttp
from shouwen.operation.channels.hall.money.invoice_simulator import Books
from shouwen.operation.people.models import Unit
from shouwen.operation.people.rights import Acting

TARIFF = (("card", "手机卡工本费", "SIM card", "change", 2_000), ("list", "详单打印", "itemised bill", "", 150))
FIRM = "91110000802100433B"


def set_prices(unit: Unit) -> None:
    """A card with a change of service, an itemised bill with anything; and what costs nothing any more."""
    for place, (code, hans, english, service, amount) in enumerate(TARIFF):
        names = {"zh-hans": hans, "zh-hant": hans, "en": english}
        Tariff._base_manager.create(unit=unit, code=code, names=names, service=service, amount=amount, position=place)
    Tariff._base_manager.create(unit=unit, code="old", names={"en": "old"}, amount=9, in_use=False)


def paid(visit: Visit, by: Acting, way: str = "cash", given: int | None = 5_000, **chosen: int) -> Receipt:
    """The receipt of a fee that was told and paid; without a choice, of a card."""
    fees.tell(visit, chosen or {"card": 1}, by=by)
    fees.pay(visit, way, given, by=by)
    return receipts.issue(visit, counted=True, by=by)


@contextmanager
def answering(books: Books) -> Iterator[OverHttp]:
    """Within, the invoice service answers."""
    server = invoice_simulator.serve(books, port=0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield OverHttp(f"http://hall:{books.token}@127.0.0.1:{server.server_address[1]}")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
