"""shouwen invoices: an invoice service that makes no invoices, to try with."""

from __future__ import annotations

import secrets

import click

from shouwen.fault import Fault
from shouwen.operation.channels.hall.money import invoice_simulator
from shouwen.wording import Language, Wording

READY = Wording(
    "模拟开票服务就绪，开的都不是真发票。在另一个终端里这样启动服务：\n"
    "SHOUWEN_INVOICES=http://hall:{token}@127.0.0.1:{port} shouwen serve",
    "模擬開票服務就緒，開的都不是真發票。在另一個終端裡這樣啟動服務：\n"
    "SHOUWEN_INVOICES=http://hall:{token}@127.0.0.1:{port} shouwen serve",
    "An invoice service to try with is ready; what it makes are no invoices. In another terminal, serve like this:\n"
    "SHOUWEN_INVOICES=http://hall:{token}@127.0.0.1:{port} shouwen serve",
)


@click.command()
@click.option("--simulate", is_flag=True, required=True, help="Be an invoice service that makes no real invoices.")
@click.option("--port", default=18734, show_default=True, type=click.IntRange(1024, 65535), help="Port on 127.0.0.1.")
@click.pass_obj
def invoices(language: Language, simulate: bool, port: int) -> None:
    """Try tax invoices without an invoice service. What it made is forgotten when it ends."""
    token = secrets.token_urlsafe(16)
    try:
        server = invoice_simulator.serve(invoice_simulator.Books(token), port=port)
    except OSError:
        raise Fault("port-in-use", host=invoice_simulator.HOST, port=port) from None
    with server:
        click.echo(READY.say(language).format(token=token, port=port))
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return
