"""The invented sites: real answers from a real server, in every shape, and nothing in them that is anybody's."""

import datetime as dt
import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from xml.etree import ElementTree

import pytest

from kentongan.demo import data
from kentongan.demo.sites.plan import DOMAIN, Site
from kentongan.demo.sites.server import serving
from kentongan.registry.models import Channel

NOON = dt.datetime(2025, 9, 25, 12, 0, tzinfo=data.WIB)


@pytest.fixture(scope="module")
def sites(_network, django_db_blocker):
    from kentongan.demo.actions import planned_sites

    with django_db_blocker.unblock():
        return planned_sites()


@pytest.fixture
def web(sites):
    with serving(sites, clock=lambda: NOON) as server:
        yield server


def ask(web, host, path="/", **headers):
    request = urllib.request.Request(f"http://127.0.0.1:{web.port}{path}", headers={"Host": host, **headers})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read()


def named(sites, name) -> Site:
    return next(site for site in sites if site.host == f"{name}.{DOMAIN}")


def test_every_site_belongs_to_a_channel_and_every_channel_that_can_be_read_has_one(network, sites):
    channels = Channel.objects.filter(kind__in=("website", "youtube")).values_list("url", "group__area", "kind")
    assert sorted(channels) == sorted((site.url, site.village, str(site.kind)) for site in sites)


def test_sites_come_in_every_shape_and_with_every_oddity(sites):
    shapes = Counter(site.shape for site in sites)
    assert set(shapes) == {"wordpress", "blogspot", "opensid", "joomla", "peta", "halaman", "json", "youtube"}
    assert {site.manner for site in sites} == {"", "lambat", "mati", "menolak", "tanpa-tanggal", "dibajak"}
    assert sum(1 for site in sites if site.stories and not site.motto.startswith("Kabar warga")) == 16


def test_nothing_is_told_after_the_demos_day_nor_twice(sites):
    stories = [story for site in sites for story in site.stories]
    assert max(story.at for story in stories).date() == data.TODAY
    assert len({site.host for site in sites}) == len(sites)
    twice = Counter(story.body for story in stories)
    assert sorted(count for count in twice.values() if count > 1) == [2]
    for site in sites:
        assert len({story.number for story in (*site.stories, *site.spam)}) == len(site.stories) + len(site.spam)


def test_whoever_is_named_is_invented(sites):
    said = re.compile(r"^> — (.+)$", re.MULTILINE)
    stories = [story for site in sites for story in site.stories]
    names = [name for story in stories for name in said.findall(story.body)]
    names += [story.author for story in stories if story.author]
    assert len(names) > 300
    assert [name for name in names if "Contoh" not in name] == []


@pytest.mark.parametrize(
    ("host", "path", "count"),
    [
        ("kimkayutangan", "/feed/", 6),
        ("kimsekartalok", "/feeds/posts/default", 5),
        ("kimsekartalok", "/feeds/posts/default?alt=rss", 5),
        ("gubugklakah", "/feed", 3),
        ("wartajeru", "/?format=feed&type=rss", 5),
        ("lintangjeru", "/sitemap.xml", 5),
        ("kayutangan.video", "/feeds/videos.xml", 8),
    ],
)
def test_feeds_and_maps_are_well_formed(web, host, path, count):
    status, _headers, body = ask(web, f"{host}.{DOMAIN}", path)
    tree = ElementTree.fromstring(body)
    entries = [one for one in tree.iter() if one.tag.rpartition("}")[2] in ("item", "entry", "url")]
    assert (status, len(entries)) == (200, count)


def test_a_json_feed(web):
    _status, headers, body = ask(web, f"oborasrikaton.{DOMAIN}", "/feed.json")
    assert headers["Content-Type"].startswith("application/feed+json")
    assert len(json.loads(body)["items"]) == 5


def test_every_link_of_a_feed_leads_to_the_whole_text(web, sites):
    for host in ("kimkayutangan", "kimsekartalok", "gubugklakah", "wartajeru", "lintangjeru", "guyubkesamben"):
        site = named(sites, host)
        _status, _headers, home = ask(web, site.host)
        for link in re.findall(rb'<a href="https://[^/"]+([^"]+)"', home):
            status, _headers, body = ask(web, site.host, link.decode())
            assert (status, b"<h1>" in body) == (200, True)


def test_who_has_it_already_is_told_so(web):
    host = f"kimkayutangan.{DOMAIN}"
    _status, headers, body = ask(web, host, "/feed/")
    assert ask(web, host, "/feed/", **{"If-None-Match": headers["ETag"]})[::2] == (304, b"")
    assert ask(web, host, "/feed/", **{"If-Modified-Since": headers["Last-Modified"]})[::2] == (304, b"")
    assert ask(web, host, "/feed/", **{"If-None-Match": '"another"'})[::2] == (200, body)
    assert ask(web, host, "/feed/", **{"If-Modified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"})[::2] == (200, body)


def test_robots_are_refused_where_they_are(web):
    assert b"Disallow: /\n" in ask(web, f"oborsukosari.{DOMAIN}", "/robots.txt")[2]
    assert b"Disallow: /\n" not in ask(web, f"kimkayutangan.{DOMAIN}", "/robots.txt")[2]


def test_the_dead_site_died_in_september(web):
    assert ask(web, f"gayungsidorejo.{DOMAIN}", "/feed/")[0] == 503
    web.clock = lambda: dt.datetime(2025, 9, 1, tzinfo=data.WIB)
    assert ask(web, f"gayungsidorejo.{DOMAIN}", "/feed/")[0] == 200


def test_the_hijacked_site_shows_searchers_something_else_and_hides_links(web):
    host = f"wijilsuwaru.{DOMAIN}"
    plain = ask(web, host)[2]
    lured = ask(web, host, **{"User-Agent": "Mozilla/5.0 (Linux; Android 13)", "Referer": "https://www.google.com/"})[2]
    assert b"left:-9999px" in plain
    assert b"Slot Gacor Maxwin" in lured
    assert b"CONTOHSLOT77" in ask(web, host, "/feed/")[2]
    web.clock = lambda: dt.datetime(2025, 9, 1, tzinfo=data.WIB)
    assert b"-9999px" not in ask(web, host)[2]
    assert b"CONTOHSLOT77" not in ask(web, host, "/feed/")[2]


def test_edited_texts_read_otherwise_since_then(web):
    assert b"sepuluh orang" in ask(web, f"kimkayutangan.{DOMAIN}", "/feed/")[2]
    web.clock = lambda: dt.datetime(2025, 9, 1, tzinfo=data.WIB)
    assert b"dua belas orang" in ask(web, f"kimkayutangan.{DOMAIN}", "/feed/")[2]


@pytest.mark.parametrize("host", ["bukan.contoh.example", "contoh.example", "www.example.com", "127.0.0.1"])
def test_other_names_have_no_site(web, host):
    assert ask(web, host)[0] == 404


def test_an_address_that_is_none_is_not_found(web):
    assert ask(web, f"kimkayutangan.{DOMAIN}", "/wp-admin/setup.php")[0] == 404


def test_outside_the_demo_no_site_is_served(db, settings):
    from django.core.management import CommandError, call_command

    settings.DEMO = False
    with pytest.raises(CommandError, match="mode demo"):
        call_command("demo", "sites")


@pytest.mark.slow
def test_the_command_serves_from_a_socket_that_listens_already(tmp_path):
    """As ``kentongan run`` starts it: who asks before it has begun waits for the answer."""
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "KENTONGAN_DATA_DIR": str(tmp_path),
        "KENTONGAN_DEMO": "1",
    }
    subprocess.run([sys.executable, "-m", "kentongan", "prepare", "--no-demo", "-v", "0"], env=environment, check=True)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        process = subprocess.Popen(
            [sys.executable, "-m", "kentongan", "demo", "sites", "--socket", str(listening.fileno())],
            env=environment,
            pass_fds=(listening.fileno(),),
        )
        try:
            begun = time.monotonic()
            request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers={"Host": "nobody.example"})
            with pytest.raises(urllib.error.HTTPError, match="404"):
                urllib.request.urlopen(request, timeout=60)
            assert time.monotonic() - begun < 60
        finally:
            process.terminate()
            process.wait(20)
