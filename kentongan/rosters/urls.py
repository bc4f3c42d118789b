"""Addresses of the rosters room."""

urlpatterns: list = []
