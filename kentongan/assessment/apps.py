from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "kentongan.assessment"
    label = "assessment"
