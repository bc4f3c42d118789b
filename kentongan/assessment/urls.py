"""Addresses of the assessment room."""

from django.urls import path, re_path

from kentongan.assessment.views import determinations, drafts, instruments

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

instrument_patterns = [
    path("instrumen/", instruments.instruments, name="instruments"),
    path("instrumen/baru/", instruments.instrument_new, name="instrument_new"),
    path("instrumen/contoh/<slug:code>/", instruments.instrument_example, name="instrument_example"),
    path("instrumen/contoh/<slug:code>.toml", instruments.instrument_example_file, name="instrument_example_file"),
    path("instrumen/<str:office>/<slug:code>/", instruments.instrument, name="instrument"),
    path("instrumen/<str:office>/<slug:code>/akhiri/", instruments.instrument_end, name="instrument_end"),
    path(
        "instrumen/<str:office>/<slug:code>/versi-<int:number>.toml",
        instruments.instrument_file,
        name="instrument_file",
    ),
    path("instrumen/<str:office>/<slug:code>/rancangan/", drafts.instrument_draft, name="instrument_draft"),
    path(
        "instrumen/<str:office>/<slug:code>/rancangan/baru/",
        instruments.instrument_draft_new,
        name="instrument_draft_new",
    ),
    path("instrumen/<str:office>/<slug:code>/rancangan/teks/", drafts.instrument_text, name="instrument_text"),
    path(
        "instrumen/<str:office>/<slug:code>/rancangan/lubang/<slug:letter>/",
        drafts.instrument_hole,
        name="instrument_hole",
    ),
    path(
        "instrumen/<str:office>/<slug:code>/rancangan/aturan/<slug:label>/hapus/",
        drafts.instrument_rule_drop,
        name="instrument_rule_drop",
    ),
    path(
        "instrumen/<str:office>/<slug:code>/rancangan/berlakukan/",
        drafts.instrument_force,
        name="instrument_force",
    ),
    path("instrumen/<str:office>/<slug:code>/rancangan/buang/", drafts.instrument_discard, name="instrument_discard"),
]

urlpatterns = [*determination_patterns, *instrument_patterns]
