from django.apps import AppConfig


class RostersConfig(AppConfig):
    name = "kentongan.rosters"
    label = "rosters"
