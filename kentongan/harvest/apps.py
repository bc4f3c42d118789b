"""The harvest and what it adds to other rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HarvestConfig(AppConfig):
    name = "kentongan.harvest"
    label = "harvest"
    verbose_name = _("Panen kabar")
