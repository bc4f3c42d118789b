"""The insights room and its entries in the bar."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InsightsConfig(AppConfig):
    name = "kentongan.insights"
    label = "insights"

    def ready(self) -> None:
        from kentongan.core.navigation import NavItem, register
        from kentongan.insights.permissions import sees_figures, starts_in_group

        register(
            NavItem(_("Beranda"), "home_of_group", icon="home", order=5, shown_to=starts_in_group),
            NavItem(
                _("Ruang Kendali"),
                "control_room",
                icon="home",
                order=10,
                short_label=_("Kendali"),
                shown_to=sees_figures,
                also=("work", "judged_groups", "moved_groups", "falling_groups", "sleeping_groups"),
            ),
            NavItem(_("Wilayah"), "areas", icon="map", order=30, shown_to=sees_figures, also=("area", "village*")),
        )
