"""Working addresses of the newsroom: writing, reading before others, settings."""

from django.urls import path

from kentongan.newsroom.views import compose, desk, outbox, own, reports, settings, site_settings, uploads

writing_patterns = [
    path("tulis/", compose.compose, name="compose"),
    path("tulis/<str:code>/", compose.compose_article, name="compose_article"),
    path("kiriman/", outbox.outbox, name="outbox"),
    path("kiriman/artikel/", outbox.outbox_article, name="outbox_article"),
]
photo_patterns = [
    path("kiriman/foto/<uuid:key>/", uploads.outbox_photo, name="outbox_photo"),
    path("tulisan/foto/<str:code>/", uploads.article_photo, name="article_photo"),
]

report_patterns = [
    path("lapor/terima/<slug:code>/", reports.report_thanks, name="report_thanks"),
    path("lapor/<slug:code>/", reports.report_error, name="report_error"),
    path("redaksi/laporan/", reports.reader_reports, name="reader_reports"),
    path("redaksi/laporan/<slug:code>/", reports.reader_report, name="reader_report"),
]

desk_patterns = [
    path("tulisan/", own.own_articles, name="own_articles"),
    path("redaksi/", desk.newsroom_queue, name="newsroom_queue"),
    path("redaksi/pengaturan/", settings.desk_settings, name="desk_settings"),
    path("redaksi/pengaturan/hapus/", settings.desk_settings_drop, name="desk_settings_drop"),
    path("redaksi/<str:code>/", desk.article_desk, name="article_desk"),
    path("redaksi/<str:code>/kirim/", desk.article_submit, name="article_submit"),
    path("redaksi/<str:code>/setujui/", desk.article_approve, name="article_approve"),
    path("redaksi/<str:code>/jadwal/", desk.article_schedule, name="article_schedule"),
    path("redaksi/<str:code>/kembalikan/", desk.article_return, name="article_return"),
    path("redaksi/<str:code>/catatan/", desk.article_comment, name="article_comment"),
    path("redaksi/<str:code>/tarik/", desk.article_withdraw, name="article_withdraw"),
    path("redaksi/<str:code>/tayangkan-lagi/", desk.article_show_again, name="article_show_again"),
    path("redaksi/<str:code>/perubahan/", desk.article_revisions, name="article_revisions"),
]

site_patterns = [path("situs/<slug:slug>/", site_settings.site_settings, name="site_settings")]

urlpatterns = [*site_patterns, *writing_patterns, *photo_patterns, *report_patterns, *desk_patterns]
