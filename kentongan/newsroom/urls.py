"""Working addresses of the newsroom: writing, reading before others, settings."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
