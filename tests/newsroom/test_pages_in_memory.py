"""What the pages of a site have in common is remembered; whatever changes of it is seen on the next page."""

import datetime as dt

import pytest

from kentongan.accounts.models import Office
from kentongan.core.finished.serving import at_start
from kentongan.newsroom.actions import publishing
from kentongan.newsroom.actions.sites import change_site, site_of
from kentongan.newsroom.models import Article
from kentongan.registry.actions.decrees import add_decree
from tests.conftest import make_group

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def opened(cast, write, client, settings, tmp_path):
    """Opens the older of two articles anew; the other is named beside it."""
    settings.PUBLIC_ROOT = tmp_path / "public"
    at_start()
    write(cast.kayutangan, "Pasar pagi", slug="pasar-pagi")
    write(cast.kayutangan, "Gang dicat", slug="gang-dicat")

    def text() -> str:
        # Whoever chose a look gets a page made now.
        return client.get("/kayutangan/kabar/pasar-pagi/", headers={"cookie": "tema=gelap"}).content.decode()

    return text


def test_the_second_page_asks_only_for_its_article(opened, django_assert_num_queries) -> None:
    opened()
    with django_assert_num_queries(2):
        assert "Gang dicat" in opened()


def test_a_changed_site_is_seen(opened, cast) -> None:
    assert "KIM Baru" not in opened()
    change_site(site=site_of(cast.kayutangan), name="KIM Baru")
    assert "KIM Baru" in opened()
    change_site(site=site_of(cast.kayutangan), is_open=False)
    assert "Pasar pagi" not in opened()


def test_a_withdrawn_neighbour_is_gone(opened, cast) -> None:
    assert "Gang dicat" in opened()
    publishing.withdraw(article=Article.objects.get(slug="gang-dicat"), by=None, reason="Keliru.")
    assert "Gang dicat" not in opened()


def test_a_changed_portal_is_seen(opened, cast) -> None:
    opened()
    change_site(site=site_of(Office.objects.get(pk="35.73")), name="Jaringan Kota")
    assert "Jaringan Kota" in opened()


def test_a_new_decree_is_seen(opened, cast) -> None:
    assert "SK berlaku sampai" in opened()
    add_decree(group=cast.kayutangan, number="SK/2", starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2028, 1, 1))
    assert "SK berlaku sampai 1 Januari 2028" in opened()


def test_an_article_leaves_the_pages_of_other_groups_alone(opened, cast, write, client, settings) -> None:
    """Its own group's and the portal's are dropped; a neighbouring group's tell nothing of it."""
    neighbours = make_group(cast.area("35.73.01.1002"), "KIM Arjosari", dt.date(2020, 5, 3))
    other = write(neighbours, "Panen jagung", slug="panen-jagung")
    for address in ("/kayutangan/kabar/", f"/{other.group.site.slug}/kabar/", "/kota-malang/kabar/"):
        assert client.get(address).status_code == 200
    publishing.withdraw(article=Article.objects.get(slug="gang-dicat"), by=None, reason="Keliru.")
    pages = settings.PUBLIC_ROOT / "full/_"
    assert (pages / other.group.site.slug / "kabar/index.html").exists()
    assert not (pages / "kayutangan/kabar/index.html").exists()
    assert not (pages / "kota-malang/kabar/index.html").exists()


def test_a_new_portal_below_takes_over(opened, cast, write, client, settings) -> None:
    """Pages of groups and lists that named the portal above are dropped, and name the new one; those of another network stay."""
    far = write(cast.gubugklakah, "Panen apel", slug="panen-apel").group.site.slug
    addresses = ["/kayutangan/", "/kayutangan/kabar/pasar-pagi/", "/kota-malang/", "/kota-malang/kabar/", f"/{far}/"]
    for address in addresses:
        assert client.get(address).status_code == 200
    pages = settings.PUBLIC_ROOT / "full/_"
    klojen = Office.objects.create(area=cast.area("35.73.02"), name="Kecamatan Klojen")
    portal = site_of(klojen)
    assert [address for address in addresses if (pages / address[1:] / "index.html").exists()] == [f"/{far}/"]
    assert f"/{portal.slug}/" in opened()
    assert f"/{portal.slug}/" in client.get("/kayutangan/").content.decode()
