from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssessmentConfig(AppConfig):
    name = "kentongan.assessment"
    label = "assessment"

    def ready(self) -> None:
        from kentongan.accounts import personal_data
        from kentongan.assessment.permissions import sees_instruments, sees_lists
        from kentongan.assessment.personal_data import LISTS
        from kentongan.assessment.queries.verdicts import counting_days
        from kentongan.assessment.views import panels
        from kentongan.core import navigation
        from kentongan.core.navigation import NavItem
        from kentongan.core.navigation import Place as NavPlace
        from kentongan.evidence.hooks import set_counting_window
        from kentongan.registry.panels import Panel, Place, register

        register(Panel(Place.HEAD, panels.head), Panel(Place.MAIN, panels.main))
        set_counting_window(counting_days)
        personal_data.register(LISTS)
        navigation.register(
            NavItem(
                _("Penetapan"),
                "determinations",
                icon="document",
                order=70,
                shown_to=sees_lists,
                places=frozenset({NavPlace.MENU}),
                also=("determination*",),
            ),
            NavItem(
                _("Instrumen"),
                "instruments",
                icon="settings",
                order=75,
                shown_to=sees_instruments,
                places=frozenset({NavPlace.MENU}),
                also=("instrument*",),
            ),
        )
