"""The app of the room."""

from django.apps import AppConfig


class Web(AppConfig):
    """The shell."""

    name = "shouwen.operation.web"
    label = "web"
