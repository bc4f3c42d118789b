"""The house's own pages: gallery, theme, language, errors, and their weight."""

import gzip
import re
from pathlib import Path

import brotli
import pytest
from django.test import Client
from django.urls import reverse

from kentongan.core import gallery

COMPONENTS = sorted(path.stem for path in (gallery.TEMPLATES / "components").glob("*.html"))
PUBLIC_LIMIT = 14_336


@pytest.fixture
def demo(settings):
    settings.DEMO = True


def test_gallery_is_for_demo_and_development_only(client, db):
    assert client.get("/galeri/").status_code == 404


def test_gallery_shows_every_component(client, db, demo):
    page = client.get("/galeri/").content.decode()
    shown = set(re.findall(r'data-component="([a-z_]+)"', page))
    assert set(COMPONENTS) <= shown
    assert "Data contoh" in page


@pytest.mark.parametrize("name", COMPONENTS)
def test_a_component_says_what_it_takes(name):
    text = (gallery.TEMPLATES / "components" / f"{name}.html").read_text()
    assert text.startswith("{% comment %}\n")
    assert text.index("{% endcomment %}") > 60


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_skip_link_comes_first(client, db, demo, settings, language):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    page = client.get("/galeri/").content.decode()
    assert f'<html lang="{language}"' in page
    body = page[page.index("<body") :]
    assert re.search(r"<a [^>]+>", body)[0] == '<a class="lompat" href="#isi">'


def test_no_style_but_custom_properties_and_no_script_in_the_page(client, db, demo):
    page = client.get("/galeri/").content.decode()
    for style in re.findall(r'style="([^"]*)"', page):
        assert re.fullmatch(r"(--[a-z]+:[^;]+;?)+", style)
    assert not re.search(r"<script(?![^>]* src=)", page)
    assert not re.search(r"\son[a-z]+=", page)


class TestTheme:
    def test_is_remembered_and_rendered(self, client, db, demo):
        response = client.post("/tema/", {"tema": "gelap", "next": "/galeri/"})
        assert response.status_code == 302
        assert response.url == "/galeri/"
        assert '<html lang="id" data-tema="gelap">' in client.get("/galeri/").content.decode()

    def test_may_follow_the_system_again(self, client, db, demo):
        client.cookies["tema"] = "gelap"
        client.post("/tema/", {"tema": ""})
        assert "data-tema=" not in client.get("/galeri/").content.decode().split(">")[1]

    @pytest.mark.parametrize("bad", ["ungu", '"><script>', "GELAP"])
    def test_ignores_what_it_does_not_know(self, client, db, demo, bad):
        client.cookies["tema"] = bad
        assert "data-tema" not in client.get("/galeri/").content.decode()[:200]
        client.cookies.clear()
        assert not client.post("/tema/", {"tema": bad}).cookies["tema"].value

    def test_leads_nowhere_else(self, client, db):
        assert client.post("/tema/", {"tema": "terang", "next": "https://contoh.example/"}).url == "/"
        assert client.post("/tema/", {"tema": "terang", "next": "//contoh.example/"}).url == "/"

    def test_get_changes_nothing(self, client, db):
        assert client.get("/tema/").status_code == 405

    def test_asks_for_the_forms_token(self, db):
        assert Client(enforce_csrf_checks=True).post("/tema/", {"tema": "gelap"}).status_code == 403


def test_anyone_may_choose_the_language(client, db, demo):
    client.post("/bahasa/", {"language": "en", "next": "/galeri/"})
    assert '<html lang="en"' in client.get("/galeri/").content.decode()
    client.post("/bahasa/", {"language": "id", "next": "/galeri/"})
    assert '<html lang="id"' in client.get("/galeri/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize("template", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_stand_without_a_request(template):
    from django.template.loader import render_to_string

    page = render_to_string(f"{template}.html")
    assert "<h1>" in page
    assert 'href="/"' in page


def test_public_pages_stay_light(client, db, demo):
    """HTML and all CSS of a sign-in page with more fields than the real one."""
    page = client.get("/galeri/?dasar=publik").content
    assert b"<style>@layer tokens" in page
    assert b"stylesheet" not in page
    assert len(gzip.compress(page)) < PUBLIC_LIMIT
    assert len(brotli.compress(page)) < PUBLIC_LIMIT


@pytest.mark.parametrize("address", ["account_login", "about"])
def test_what_strangers_open_first_stays_light(client, db, demo, address):
    page = client.get(reverse(address)).content
    assert b"<style>@layer tokens" in page
    assert len(gzip.compress(page)) < PUBLIC_LIMIT


def test_someone_who_saves_data_gets_no_font(client, db, demo):
    assert b"woff2" in client.get("/galeri/?dasar=publik").content
    assert b"woff2" not in client.get("/galeri/?dasar=publik", headers={"save-data": "on"}).content


def test_every_sheet_is_imported_and_every_module_too():
    static = Path(gallery.__file__).parent / "static" / "core"
    css = (static / "css" / "app.css").read_text() + (static / "css" / "public.css").read_text()
    pages = "".join(path.read_text() for path in Path(gallery.__file__).parents[1].rglob("*.html"))
    for sheet in [*(static / "css" / "components").glob("*.css"), *(static / "css" / "pages").glob("*.css")]:
        # A large sheet of one room's pages is linked by them.
        is_linked = f"core/css/{sheet.parent.name}/{sheet.name}" in pages
        assert is_linked != (f'@import "{sheet.parent.name}/{sheet.name}";' in css), sheet.name
    # The entry, and the modules of one page, which import others.
    entry = "".join(path.read_text() for path in Path(gallery.__file__).parents[1].rglob("*.js"))
    for module in (static / "js").glob("*.js"):
        if module.name != "app.js" and f"/{module.name}" not in entry:
            # A module of one page only is named by that page's template.
            assert f"js/{module.name}" in pages, module.name
