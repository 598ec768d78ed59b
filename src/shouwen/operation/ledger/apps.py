"""The app of the room."""

from django.apps import AppConfig


class Ledger(AppConfig):
    """The book."""

    name = "shouwen.operation.ledger"
    label = "ledger"

    def ready(self) -> None:
        """Declares what of the book may be seen by whom."""
        from shouwen.operation.ledger import read  # noqa: F401
