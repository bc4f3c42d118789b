from django.apps import AppConfig


class InsightsConfig(AppConfig):
    name = "kentongan.insights"
    label = "insights"
