"""The app of the room."""

from django.apps import AppConfig


class Project(AppConfig):
    """Settings and wiring."""

    name = "shouwen.operation.project"
    label = "project"

    def ready(self) -> None:
        """Brings the rooms together."""
        from shouwen.operation.project.wiring import wire

        wire()
