"""The trial room, and an organisation that works by its standard."""

from tests.operation.laws.trial.fixtures import trial

__all__ = ["trial"]
