"""The newsroom and what it adds to other rooms."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NewsroomConfig(AppConfig):
    name = "kentongan.newsroom"
    label = "newsroom"
    verbose_name = _("Redaksi")
