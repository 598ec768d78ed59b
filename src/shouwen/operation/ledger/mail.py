"""Notices by e-mail, through the server that SHOUWEN_MAIL names."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.core.validators import validate_email

from shouwen.operation.ledger.carriers import Down, Send
from shouwen.operation.people.models import Staff


class Mail:
    """The carrier."""

    name = "mail"

    def reaches(self, staff: Staff) -> bool:
        """Whether there is a mail server, and the person has an address that is one."""
        if settings.EMAIL_BACKEND.endswith(".dummy.EmailBackend") or not staff.email:
            return False
        try:
            validate_email(staff.email)
        except ValidationError:
            return False
        return True

    @contextmanager
    def open(self) -> Iterator[Send]:
        """One connection for all the messages; where it breaks, the next message gets another. Raises Down."""
        server: BaseEmailBackend = get_connection()

        def send(staff: Staff, subject: str, text: str) -> None:
            # A line break in a header would begin another header: none comes as far as there.
            message = EmailMessage(" ".join(subject.split()), text, to=[staff.email], connection=server)
            message.extra_headers = {"Auto-Submitted": "auto-generated"}
            _connect(server)
            try:
                message.send()
            except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException):
                raise  # the server answers: it is this message that it will not have
            except OSError:
                server.close()
                raise

        try:
            yield send
        finally:
            server.close()


def _connect(server: BaseEmailBackend) -> None:
    """Connects where there is no connection. Raises Down."""
    try:
        server.open()
    except OSError as error:  # what smtplib raises is one as well
        raise Down from error


MAIL = Mail()
