"""Addresses of the insights room."""

from django.urls import path

from kentongan.insights import views

urlpatterns = [
    path("", views.home, name="home"),
    path("beranda/", views.group_home, name="group_home"),
    path("kendali/", views.control_room, name="control_room"),
    path("kendali/tindakan/", views.work, name="work"),
    path("wilayah/", views.own_area, name="areas"),
    path("wilayah/<str:code>/", views.area, name="area"),
]
