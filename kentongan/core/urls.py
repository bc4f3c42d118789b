"""Addresses of the core room."""

urlpatterns: list = []
