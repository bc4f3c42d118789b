"""Addresses of the assessment room."""

from django.urls import path, re_path

from kentongan.assessment.views import determinations

determination_patterns = [
    path("penetapan/", determinations.determinations, name="determinations"),
    path("penetapan/susun/", determinations.determination_open, name="determination_open"),
    path("penetapan/<str:office>/<int:number>/", determinations.determination, name="determination"),
    path(
        "penetapan/<str:office>/<int:number>/kim/<str:code>/",
        determinations.determination_row,
        name="determination_row",
    ),
    path(
        "penetapan/<str:office>/<int:number>/tanda-tangan/",
        determinations.determination_sign,
        name="determination_sign",
    ),
    path(
        "penetapan/<str:office>/<int:number>/betulkan/",
        determinations.determination_correct,
        name="determination_correct",
    ),
    path(
        "penetapan/<str:office>/<int:number>/baca-ulang/",
        determinations.determination_refresh,
        name="determination_refresh",
    ),
    path("penetapan/<str:office>/<int:number>/buang/", determinations.determination_drop, name="determination_drop"),
    re_path(
        r"^penetapan/(?P<office>[^/]+)/(?P<number>[0-9]{1,9})/unduh\.(?P<form>pdf|xlsx)$",
        determinations.determination_export,
        name="determination_export",
    ),
]

urlpatterns = [*determination_patterns]
