"""Public addresses: portals and groups' sites. The last of all, because a site's name is the first part of its address."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
