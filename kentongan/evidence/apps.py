from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvidenceConfig(AppConfig):
    name = "kentongan.evidence"
    label = "evidence"

    def ready(self) -> None:
        from kentongan.accounts import personal_data
        from kentongan.core.navigation import NavItem, Place, register
        from kentongan.evidence.permissions import confirms, reports
        from kentongan.evidence.personal_data import REPORTS
        from kentongan.evidence.views.lanes import lanes_panel
        from kentongan.registry import panels

        personal_data.register(REPORTS)
        panels.register(panels.Panel(panels.Place.WIDE, lanes_panel, order=50))
        pages = ("group_evidence", "evidence", "evidence_*")
        register(
            NavItem(
                _("Bukti"),
                "evidence_queue",
                icon="document",
                order=45,
                shown_to=confirms,
                places=frozenset({Place.BAR, Place.MENU}),
                also=pages,
            ),
            NavItem(
                _("Bukti"),
                "own_evidence",
                icon="document",
                order=45,
                shown_to=reports,
                places=frozenset({Place.BAR, Place.PHONE}),
                also=pages,
            ),
        )
