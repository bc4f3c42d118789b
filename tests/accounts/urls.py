"""This room's addresses alone: its tests need no room above it."""

from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="own_account"), name="home"),
    path("", include("kentongan.core.urls")),
    path("", include("kentongan.accounts.urls")),
]
