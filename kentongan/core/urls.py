"""Addresses of the core room."""

from django.contrib.auth.decorators import login_not_required
from django.urls import path
from django.views.i18n import set_language

from kentongan.core import views

urlpatterns = [
    path("tema/", views.choose_theme, name="choose_theme"),
    path("bahasa/", login_not_required(set_language), name="set_language"),
    path("tentang/", views.about, name="about"),
    path("galeri/", views.gallery, name="gallery"),
]
