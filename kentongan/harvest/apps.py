"""The harvest and what it adds to other rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HarvestConfig(AppConfig):
    name = "kentongan.harvest"
    label = "harvest"
    verbose_name = _("Panen kabar")

    def ready(self) -> None:
        from kentongan.harvest.actions import ledger
        from kentongan.newsroom.elsewhere import set_elsewhere

        set_elsewhere(first_shown=ledger.first_elsewhere, settle=ledger.settle_elsewhere)
