"""The command line: shouwen … One file a command, or family of commands."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from shouwen import __version__
from shouwen.command.audit import audit
from shouwen.command.demo import demo
from shouwen.command.export import export
from shouwen.command.invoices import invoices
from shouwen.command.keys import keys
from shouwen.command.log import log
from shouwen.command.month import month
from shouwen.command.reader import reader
from shouwen.command.serve import serve
from shouwen.command.standard import standard
from shouwen.command.verify import verify
from shouwen.fault import Fault
from shouwen.wording import LANGUAGES, Language, language_of


class _Commands(click.Group):
    """A group that shows a fault of the input as one line in the person's language, and leaves with 2."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Fault as fault:
            click.echo(fault.say(_language(ctx.params.get("lang"))), err=True)
            ctx.exit(2)
        except BrokenPipeError:
            # Whoever read the output has had enough; Python would complain once more when it flushes at the end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(1)


def _language(given: str | None) -> Language:
    return language_of(given or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG"))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of what is shown; by default that of the system.")
@click.pass_context
def main(context: click.Context, lang: str | None) -> None:
    """Shouwen runs a customer-service operation by its own written standard."""
    context.obj = _language(lang)


for command in (audit, demo, export, invoices, keys, log, month, reader, serve, standard, verify):
    main.add_command(command)
