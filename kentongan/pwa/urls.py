"""Addresses of what a phone keeps: the service worker and the manifest."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
