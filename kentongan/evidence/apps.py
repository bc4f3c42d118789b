from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "kentongan.evidence"
    label = "evidence"
