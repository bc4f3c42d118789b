"""The public addresses of every room, in Indonesian."""

from django.urls import include, path

handler500 = "kentongan.core.views.server_error"

urlpatterns = [
    # Asked for most; a site cannot be called like the first part of any address below.
    path("", include("kentongan.newsroom.urls_market")),
    path("", include("kentongan.newsroom.urls_public")),
    path("", include("kentongan.core.urls")),
    path("", include("kentongan.pwa.urls")),
    path("", include("kentongan.insights.urls")),
    path("", include("kentongan.newsroom.urls")),
    path("", include("kentongan.assessment.urls")),
    path("", include("kentongan.rosters.urls")),
    path("", include("kentongan.registry.urls")),
    path("", include("kentongan.evidence.urls")),
    path("", include("kentongan.harvest.urls")),
    path("", include("kentongan.accounts.urls")),
]
