"""Tests of what only several processes on PostgreSQL can show; `make test-postgres` runs them."""

from django.conf import settings

if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    collect_ignore_glob = ["test_*.py"]
