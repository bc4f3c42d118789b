"""The page that says what this is and where everything comes from."""

from django.urls import reverse


def test_names_sources_and_licences_without_sign_in(client, db):
    text = client.get(reverse("about")).content.decode()
    for name in ("AGPL", "idn-area-data", "ODbL", "Plus Jakarta Sans", "27 Tahun 2022"):
        assert name in text


def test_source_address_is_shown_when_the_installation_names_it(client, db, settings):
    settings.SOURCE_URL = "https://contoh.example/kentongan"
    assert 'href="https://contoh.example/kentongan"' in client.get(reverse("about")).content.decode()


def test_people_of_visited_sites_learn_who_asks_and_how_to_refuse(client, db, settings):
    settings.HARVEST_CONTACT = "kominfo@contoh.go.id"
    text = client.get(reverse("about")).content.decode()
    for name in ("robots.txt", "User-agent: Kentongan", "Disallow: /", "kominfo@contoh.go.id"):
        assert name in text
