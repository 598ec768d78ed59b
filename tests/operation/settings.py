"""The settings of the tests: the product's own, in a folder that is thrown away, with a room of the tests' own.

A module of its own, so that whoever sets Django up first, this suite or its runner, sets up the same.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "SHOUWEN_TESTS_HOME" not in os.environ:  # the workers of a run share one
    os.environ["SHOUWEN_TESTS_HOME"] = tempfile.mkdtemp(prefix="shouwen-tests-")
    atexit.register(shutil.rmtree, os.environ["SHOUWEN_TESTS_HOME"], ignore_errors=True)
os.environ["SHOUWEN_HOME"] = os.environ["SHOUWEN_TESTS_HOME"]

if several := os.environ.get("SHOUWEN_DATABASES", "").split():  # a cluster for each worker (tools/postgres.py)
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["SHOUWEN_DATABASE"] = several[int(worker) % len(several)]

from shouwen.operation.project.settings import *  # noqa: F403
from shouwen.operation.project.settings import DATABASES, INSTALLED_APPS

# A file, as in use: in memory there is no write-ahead log, and threads would lock each other's tables.
DATABASES["default"].setdefault("TEST", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"]["NAME"] = str(Path(os.environ["SHOUWEN_HOME"]) / "tests.sqlite3")
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # the real one is slow on purpose
INSTALLED_APPS = [*INSTALLED_APPS, "tests.operation.laws.trial.apps.Trial"]  # a room whose rows are the tests' alone

INVOICES = "http://hall:token@127.0.0.1:9/"  # nobody answers there
