"""The room of what works without a signal."""

from django.apps import AppConfig


class PwaConfig(AppConfig):
    name = "kentongan.pwa"
    label = "pwa"
