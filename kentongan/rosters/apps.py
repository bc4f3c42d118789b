from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RostersConfig(AppConfig):
    name = "kentongan.rosters"
    label = "rosters"

    def ready(self) -> None:
        from kentongan.core.navigation import NavItem, Place, register
        from kentongan.rosters.permissions import imports

        register(
            NavItem(
                _("Impor"),
                "roster_list",
                icon="upload",
                order=50,
                shown_to=imports,
                places=frozenset({Place.BAR, Place.MENU}),
                also=("roster*",),
            )
        )
