"""The app of the room."""

from django.apps import AppConfig


class People(AppConfig):
    """Who and where."""

    name = "shouwen.operation.people"
    label = "people"
