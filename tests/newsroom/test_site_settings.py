"""Who says how a site presents itself, and where it lives."""

import json

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kentongan.core.errors import Refused
from kentongan.newsroom.actions.sites import change_site, open_site, site_of
from kentongan.newsroom.models import Site
from tests.conftest import make_group

PATH = "/situs/kayutangan/"
WORDS = {"name": "KIM Kayutangan", "tagline": "Kabar dari gang", "about": "Kami *warga* RW 09."}


@pytest.fixture
def site(cast):
    return site_of(cast.kayutangan)


def test_a_leader_changes_name_tagline_and_words(cast, site, sign_in, client):
    response = sign_in(cast.leader).post(PATH, {**WORDS, "slug": "lain", "domain": "lain.example"})
    assert response.status_code == 302
    site.refresh_from_db()
    assert (site.tagline, site.slug, site.domain) == ("Kabar dari gang", "kayutangan", "")
    client.logout()
    assert "<strong>warga</strong>" in client.get("/kayutangan/").content.decode()


def test_an_admin_gives_it_another_address(cast, site, sign_in):
    everything = {**WORDS, "slug": "gang-kayutangan", "domain": "", "is_open": "on"}
    assert sign_in(cast.city_admin).post(PATH, everything).url == "/situs/gang-kayutangan/"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("slug", "kim"),
        ("slug", "Huruf Besar"),
        ("slug", "kota-malang"),
        ("domain", "bukan domain"),
        ("domain", "localhost"),
    ],
)
def test_addresses_that_cannot_be(cast, site, sign_in, field, value):
    everything = {**WORDS, "slug": "kayutangan", "domain": "", "is_open": "on", field: value}
    response = sign_in(cast.city_admin).post(PATH, everything)
    assert response.status_code == 200
    assert response.context["form"].errors[field]


def test_others(cast, site, sign_in, client):
    assert client.get(PATH).status_code == 302
    assert sign_in(cast.member).get(PATH).status_code == 403
    assert sign_in(cast.admin).get(PATH).status_code == 404
    assert sign_in(cast.leader).get("/situs/kota-malang/").status_code == 404
    assert sign_in(cast.forum).get("/situs/kota-malang/").status_code == 403
    assert sign_in(cast.city_admin).get("/situs/kota-malang/").status_code == 200
    assert sign_in(cast.city_admin).get("/situs/tidak-ada/").status_code == 404


def test_the_second_of_a_name_is_told_by_its_village(cast):
    for code in ("35.07.11.2006", "35.73.01.1002"):
        make_group(cast.area(code), "KIM Sumber", cast.kayutangan.formed_on)
    slugs = [site_of(group).slug for group in type(cast.kayutangan).objects.filter(name="KIM Sumber").order_by("code")]
    assert slugs == ["sumber", "sumber-arjosari"]


def test_no_site_takes_an_address_of_our_own(cast):
    group = make_group(cast.area("35.07.08.2008"), "KIM Masuk", cast.kayutangan.formed_on)
    assert site_of(group).slug == "masuk-codo"
    with pytest.raises(Refused):
        open_site(office=cast.malang, slug="kendali")


def test_two_sites_never_share_a_domain(cast, site):
    change_site(site=site, domain="kim.example.id")
    with pytest.raises(Refused):
        change_site(site=site_of(cast.kota), domain="kim.example.id")


def test_the_command(cast, capsys):
    call_command("site", "open", "--all")
    call_command("site", "slug", "kayutangan", "gang")
    call_command("site", "domain", "gang", "gang.example.id")
    call_command("site", "close", "gubugklakah")
    capsys.readouterr()
    call_command("site", "list", "--json")
    rows = {row["slug"]: row for row in json.loads(capsys.readouterr().out)["sites"]}
    assert rows["gang"]["address"].endswith("://gang.example.id/")
    assert not rows["gubugklakah"]["open"]
    assert {"kota-malang", "kabupaten-malang"} < set(rows)
    call_command("site", "open", "gubugklakah")
    assert Site.objects.get(slug="gubugklakah").is_open
    for wrong in (["open"], ["open", "tidak-ada"], ["slug", "gang", "kim"], ["close", "tidak-ada"]):
        with pytest.raises(CommandError):
            call_command("site", *wrong)
