"""Finished pages: what everyone sees alike is rendered once, kept as files, and dropped when what it tells of changes.

A view marks its answer with what it tells of; an action says what it changes::

    return kept(render(request, "newsroom/public/article.html", context), f"article:{article.code}", f"group:{group.code}")

    with transaction.atomic():
        ...
        forget(f"article:{article.code}", f"group:{group.code}")

Tags: article:<code>, group:<group code>, office:<area code>, area:<area code>, and ``day`` for what is another thing tomorrow;
every page is dropped under ``all``.
"""

from typing import TypeVar

from django.http import HttpResponseBase

from kentongan.core.finished.journal import DAY, forget, own_shelf
from kentongan.core.finished.memory import Memory
from kentongan.core.finished.shelf import ALL

__all__ = ["ALL", "DAY", "Memory", "file_size", "forget", "has_file", "kept", "remove_file", "write_file"]

Response = TypeVar("Response", bound=HttpResponseBase)


def kept(response: Response, *tags: str) -> Response:
    """Say that this answer is the same for everyone, and what it tells of."""
    response.kept_tags = tags  # type: ignore[attr-defined]
    return response


def write_file(name: str, content: bytes) -> None:
    """Put a file where everyone may fetch it: "foto/0123456789abcdef-640.avif" is served at /foto/0123456789abcdef-640.avif."""
    own_shelf().write_file(name, content)


def has_file(name: str) -> bool:
    """Whether everyone may fetch the file now, from this machine."""
    return own_shelf().has_file(name)


def file_size(name: str) -> int:
    """How many bytes a public file has; none where there is none."""
    return own_shelf().file_size(name)


def remove_file(name: str) -> None:
    """Take a public file away; nothing happens where there is none."""
    own_shelf().remove_file(name)
