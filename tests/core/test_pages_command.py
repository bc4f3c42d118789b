"""``kentongan pages``: what is kept, dropped, and made before anybody asks."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kentongan.core.finished.serving import at_start
from kentongan.newsroom.actions.sites import site_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(cast, settings, tmp_path):
    settings.PUBLIC_ROOT = tmp_path / "public"
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.MAIN_HOSTS = frozenset(settings.ALLOWED_HOSTS)
    site = site_of(cast.gubugklakah)
    # As a server does when it starts: what was changed until now is no news to it.
    at_start()
    return site


def pages(*arguments: str) -> str:
    output = StringIO()
    call_command("pages", *arguments, stdout=output)
    return output.getvalue()


def test_nothing_kept_is_an_empty_list(site) -> None:
    assert pages("list") == ""
    assert "dibuang" in pages("forget")


def test_pages_are_listed_and_dropped_by_tag(site, cast) -> None:
    Client().get(f"/{site.slug}/")
    assert pages("list").startswith(f"full/_/{site.slug}/index.html\t")
    assert f"group:{cast.gubugklakah.code}" in pages("list")
    assert pages("list", "--tag", "group:lain") == ""
    pages("forget", "group:lain")
    assert pages("list") != ""
    pages("forget", f"group:{cast.gubugklakah.code}")
    assert pages("list") == ""


def test_all_pages_are_dropped_at_once(site) -> None:
    Client().get(f"/{site.slug}/")
    Client().get(f"/{site.slug}/tentang/")
    assert len(pages("list").splitlines()) == 2
    pages("forget")
    assert pages("list") == ""


def test_pages_of_the_site_map_are_made(site) -> None:
    pages("warm")
    assert f"full/_/{site.slug}/index.html" in pages("list")


def test_a_word_that_is_no_command_is_refused() -> None:
    with pytest.raises(CommandError):
        pages("hapus")
