"""Sessions in the database, as Django keeps them; read by a statement composed once: every request reads one."""

from __future__ import annotations

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone

from shouwen.operation.people import statements


class SessionStore(db.SessionStore):
    """As Django's."""

    def _get_session_from_db(self) -> Session | None:
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        found = statements.read(Session, "session_key = %s AND expire_date > %s", [self.session_key, now])
        if not found:
            self._session_key = None
        return next(iter(found), None)
