"""Addresses of the insights room."""

from django.urls import path

from kentongan.insights import views

urlpatterns = [
    path("", views.home, name="home"),
    path("beranda/", views.group_home, name="home_of_group"),
    path("kendali/", views.control_room, name="control_room"),
    path("kendali/tindakan/", views.work, name="work"),
    path("kendali/kim/", views.judged_groups, name="judged_groups"),
    path("kendali/bergerak/", views.moved_groups, name="moved_groups"),
    path("kendali/akan-turun/", views.falling_groups, name="falling_groups"),
    path("kendali/tidur/", views.sleeping_groups, name="sleeping_groups"),
    path("wilayah/", views.own_area, name="areas"),
    path("wilayah/<str:code>/", views.area, name="area"),
]
