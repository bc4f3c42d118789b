"""The one door to finished pages."""

from django.http import HttpResponse


def kept(response: HttpResponse, *tags: str) -> HttpResponse:
    """Mark the response to be kept until one of the tags is forgotten."""
    return response
