from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "kentongan.assessment"
    label = "assessment"

    def ready(self) -> None:
        from kentongan.assessment.views import panels
        from kentongan.registry.panels import Panel, Place, register

        register(Panel(Place.HEAD, panels.head), Panel(Place.MAIN, panels.main))
