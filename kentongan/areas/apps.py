from django.apps import AppConfig


class AreasConfig(AppConfig):
    name = "kentongan.areas"
    label = "areas"
