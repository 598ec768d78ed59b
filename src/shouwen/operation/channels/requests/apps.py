"""The app of the room."""

from django.apps import AppConfig


class Requests(AppConfig):
    """The plainest channel."""

    name = "shouwen.operation.channels.requests"
    label = "requests"
