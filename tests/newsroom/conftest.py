"""Sites and articles of the cast."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from kentongan.newsroom.actions import report_error
from kentongan.newsroom.actions.sites import site_of
from kentongan.newsroom.models import Article, Product, ReaderReport
from kentongan.newsroom.rules.slugs import slug_of
from kentongan.registry.models import Group
from tests.conftest import Cast

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


@pytest.fixture
def tale(cast: Cast, write: Callable[..., Article]) -> Article:
    """News of Kayutangan."""
    return write(cast.kayutangan)


@pytest.fixture
def stall(cast: Cast, write: Callable[..., Article]) -> Article:
    """A listing of Kayutangan."""
    article = write(cast.kayutangan, "Pot gerabah hias", kind="produk", body="Dibuat di Penanggungan.")
    Product.objects.create(article=article, kind="kerajinan", price=45_000, unit="buah", seller="Bu Sri")
    return article


@pytest.fixture
def report(tale: Article) -> ReaderReport:
    """Somebody's report about the news."""
    return report_error(article=tale, text="RW 09, bukan RW 06.", contact="0812 0000 0001")
