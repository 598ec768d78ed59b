"""The app of the room."""

from django.apps import AppConfig


class Hall(AppConfig):
    """Where customers come in, take a number and are served."""

    name = "shouwen.operation.channels.hall"
    label = "hall"
