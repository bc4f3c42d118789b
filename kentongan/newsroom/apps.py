"""The newsroom and what it adds to other rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "kentongan.newsroom"
    label = "newsroom"
    verbose_name = _("Redaksi")

    def ready(self) -> None:
        from kentongan.accounts import personal_data
        from kentongan.core import navigation
        from kentongan.core.navigation import NavItem
        from kentongan.core.navigation import Place as NavPlace
        from kentongan.newsroom.permissions import reads_for_an_area, writes_for_a_group
        from kentongan.newsroom.personal_data import WRITING
        from kentongan.newsroom.views import panels
        from kentongan.registry.panels import Panel, Place, register

        register(Panel(Place.SIDE, panels.shown_panel, order=10))
        personal_data.register(WRITING)
        pages = ("article_*", "desk_settings", "reader_report*", "compose_article")
        navigation.register(
            NavItem(
                _("Redaksi"),
                "newsroom_queue",
                icon="edit",
                order=35,
                shown_to=reads_for_an_area,
                places=frozenset({NavPlace.BAR, NavPlace.MENU}),
                also=pages,
            ),
            NavItem(
                _("Tulisan"),
                "own_articles",
                icon="edit",
                order=35,
                shown_to=writes_for_a_group,
                places=navigation.BAR_AND_PHONE,
                also=pages,
            ),
        )
