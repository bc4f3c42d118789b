from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "kentongan.core"
    label = "core"
