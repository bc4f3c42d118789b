"""Sites with a host of their own: let in, found at "/", and never another host with them."""

import pytest
from django.test import Client

from kentongan.core.finished.serving import at_start
from kentongan.newsroom.actions.sites import change_site, site_of
from kentongan.newsroom.models import Site

DOMAIN = "kayutangan.kim.example.go.id"


@pytest.fixture
def site(cast, settings, tmp_path) -> Site:
    settings.ALLOWED_HOSTS = ["kim.example.go.id"]
    settings.MAIN_HOSTS = frozenset(settings.ALLOWED_HOSTS)
    settings.ORIGIN = "https://kim.example.go.id"
    settings.PUBLIC_ROOT = tmp_path / "public"
    site = change_site(site=site_of(cast.kayutangan), by=None, domain=DOMAIN)
    # As a server does when it starts: what was changed until now is no news to it.
    at_start()
    return site


def ask(path: str, host: str = DOMAIN, **headers):
    return Client(headers={"host": host, **headers}).get(path)


def test_a_site_begins_at_the_root_of_its_host(site: Site) -> None:
    answer = ask("/")
    assert answer.status_code == 200
    assert site.name in answer.content.decode()
    assert ask("/tentang/").status_code == 200
    assert ask("/kabar/").status_code == 200
    assert ask("/", host=f"{DOMAIN}:8443").status_code == 200


def test_its_pages_are_kept_under_its_host(site: Site, settings) -> None:
    ask("/kabar/")
    assert (settings.PUBLIC_ROOT / "full" / DOMAIN / "kabar/index.html").exists()
    assert not (settings.PUBLIC_ROOT / "full/_").exists()


def test_its_address_under_the_main_host_leads_there(site: Site) -> None:
    answer = ask(f"/{site.slug}/kabar/", host="kim.example.go.id")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{DOMAIN}/kabar/")
    answer = ask(f"/{site.slug}/cari/?q=rw+09&jenis=kabar", host="kim.example.go.id")
    assert (answer.status_code, answer.headers["Location"]) == (301, f"https://{DOMAIN}/cari/?q=rw+09&jenis=kabar")
    answer = ask(f"/{site.slug}/kabar/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/kabar/")


@pytest.mark.parametrize("path", ["/masuk/", "/kendali/", "/akun/?a=b"])
def test_working_addresses_lead_to_the_main_host(site: Site, path: str) -> None:
    answer = ask(path)
    assert (answer.status_code, answer.headers["Location"]) == (302, f"https://kim.example.go.id{path}")


@pytest.mark.parametrize("host", ["lain.kim.example.go.id", f"x.{DOMAIN}", "example.go.id", "evil.test", "127.0.0.1"])
def test_no_other_host_is_let_in(site: Site, host: str) -> None:
    assert ask("/tentang/", host=host).status_code == 400


@pytest.mark.django_db(transaction=True)
def test_a_host_that_was_taken_back_is_let_in_no_more(site: Site) -> None:
    assert ask("/").status_code == 200
    change_site(site=site, by=None, domain="")
    assert ask("/").status_code == 400


def test_another_site_is_not_opened_under_its_host(site: Site, cast) -> None:
    other = site_of(cast.gubugklakah)
    assert ask(f"/{other.slug}/").status_code == 302
