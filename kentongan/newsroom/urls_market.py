"""Addresses of listings, events, villages, the finder, readers' reports, feeds and sitemaps. Before those of sites' own pages."""

from django.urls import path

from kentongan.newsroom.views import reports

urlpatterns = [
    path("lapor/terima/<slug:code>/", reports.report_thanks, name="report_thanks"),
    path("lapor/<slug:code>/", reports.report_error, name="report_error"),
    path("redaksi/laporan/", reports.reader_reports, name="reader_reports"),
    path("redaksi/laporan/<slug:code>/", reports.reader_report, name="reader_report"),
]
