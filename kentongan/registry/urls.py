"""Addresses of the registry room."""

urlpatterns: list = []
