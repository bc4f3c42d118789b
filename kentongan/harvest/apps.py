"""The harvest and what it adds to other rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HarvestConfig(AppConfig):
    name = "kentongan.harvest"
    label = "harvest"
    verbose_name = _("Panen kabar")

    def ready(self) -> None:
        from kentongan.accounts import personal_data
        from kentongan.core import navigation
        from kentongan.harvest import hooks
        from kentongan.harvest.permissions import watches_an_area
        from kentongan.harvest.personal_data import HARVEST
        from kentongan.harvest.views import panels, portal
        from kentongan.newsroom import parts
        from kentongan.newsroom.elsewhere import set_elsewhere
        from kentongan.registry.panels import Panel, Place, register, set_channel_page

        set_elsewhere(first_shown=hooks.first_elsewhere, settle=hooks.settle_elsewhere)
        register(Panel(Place.CHANNELS, panels.channels_panel))
        set_channel_page(hooks.page_of_channel)
        parts.register(parts.Part(portal.elsewhere_part))
        personal_data.register(HARVEST)
        navigation.register(
            navigation.NavItem(
                _("Kanal"),
                "channels_health",
                icon="globe",
                order=38,
                shown_to=watches_an_area,
                places=frozenset({navigation.Place.MENU}),
                also=("feed", "feed_*", "entry", "entry_*", "entries", "harvest_settings"),
            )
        )
