"""Addresses of what a phone keeps: the service worker and the manifest."""

from django.urls import path

from kentongan.pwa import views

urlpatterns = [
    path("sw.js", views.service_worker, name="service_worker"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("luring/", views.offline, name="offline"),
]
