"""Sites and articles of the cast."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from kentongan.newsroom.actions.sites import site_of
from kentongan.newsroom.models import Article
from kentongan.newsroom.rules.slugs import slug_of
from kentongan.registry.models import Group

SHOWN_AT = dt.datetime(2025, 9, 24, 8, 30, tzinfo=dt.UTC)


@pytest.fixture
def write() -> Callable[..., Article]:
    """A published article without the desk's ways: ``write(group, "Judul", kind="produk")``. Opens the group's site."""

    def article(group: Group, title: str = "Rumah lama dibuka lagi", **facts: Any) -> Article:
        site_of(group)
        facts.setdefault("body", "Pintu yang lama tertutup kini dibuka setiap Sabtu pagi.\n\nTamu berkumpul di gapura.")
        facts.setdefault("state", "published")
        facts.setdefault("published_at", SHOWN_AT)
        facts.setdefault("place", group.area)
        facts.setdefault("slug", slug_of(title, 80))
        return Article.objects.create(group=group, title=title, **facts)

    return article
