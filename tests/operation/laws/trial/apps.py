"""The trial room as an app: only the tests install it."""

from django.apps import AppConfig


class Trial(AppConfig):
    name = "tests.operation.laws.trial"
    label = "trial"
