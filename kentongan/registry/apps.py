from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class RegistryConfig(AppConfig):
    name = "kentongan.registry"
    label = "registry"

    def ready(self) -> None:
        from kentongan.accounts import personal_data
        from kentongan.accounts.hooks import set_group_finder
        from kentongan.core import navigation
        from kentongan.core.navigation import BAR_AND_PHONE, NavItem, Place
        from kentongan.registry.personal_data import OFFICERS
        from kentongan.registry.queries.finder import FINDER

        personal_data.register(OFFICERS)
        set_group_finder(FINDER)
        navigation.register_search("search")
        navigation.register(
            NavItem(
                _("KIM"),
                "groups",
                icon="drum",
                order=20,
                places=BAR_AND_PHONE,
                also=(
                    *("group", "group_new", "group_edit", "group_history", "group_end", "group_reopen"),
                    *(
                        "group_obstacle*",
                        "group_note",
                        "officer*",
                        "channel_*",
                        "partner*",
                        "decree_new",
                        "decree_edit",
                    ),
                ),
            ),
            NavItem(
                pgettext_lazy("menu", "SK"),
                "decrees",
                icon="document",
                order=40,
                places=frozenset({Place.BAR}),
            ),
        )
