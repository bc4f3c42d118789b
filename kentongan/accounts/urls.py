"""Addresses of the accounts room."""

urlpatterns: list = []
