"""What a phone keeps: the worker's program, the manifest, and the page for when nothing answers."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from kentongan.pwa.views import SHELL_FILES

MOST_LINES = 150


def read(name: str) -> str:
    path = finders.find(name)
    assert isinstance(path, str), name
    return Path(path).read_text()


@pytest.fixture
def worker(client: Client) -> str:
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "no-cache" in answer.headers["Cache-Control"]
    return answer.content.decode()


def test_the_worker_stays_small_and_names_its_files(worker: str) -> None:
    assert len(worker.splitlines()) <= MOST_LINES
    for name in SHELL_FILES:
        assert finders.find(name), name
        assert f'"/static/{name}"' in worker


@pytest.mark.parametrize("name", ["store", "outbox"])
def test_the_worker_and_what_it_takes_are_plain_scripts(worker: str, name: str) -> None:
    """Browsers before Chrome 91 have no modules in a service worker."""
    assert re.search(rf'^importScripts\(.*"/static/pwa/js/{name}\.js".*\);$', worker, re.MULTILINE)
    for program in (worker, read(f"pwa/js/{name}.js")):
        assert not re.search(r"^\s*(?:import|export)\b", program, re.MULTILINE)
    assert re.search(r'register\("/sw\.js"\)', read("pwa/js/shell.js"))


@pytest.mark.parametrize("name", [name for name in SHELL_FILES if name.endswith(".js")])
def test_what_a_kept_script_imports_is_kept(name: str) -> None:
    """Without a signal a script that is missing takes the whole page with it."""
    imported = re.findall(r'^import (?:.* from )?"(.+)";$', read(name), re.MULTILINE)
    for one in imported:
        parts = [*name.split("/")[:-1], *one.split("/")]
        while ".." in parts:
            place = parts.index("..")
            del parts[place - 1 : place + 1]
        assert "/".join(part for part in parts if part != ".") in SHELL_FILES


def test_the_manifest_has_icons_that_exist(client: Client) -> None:
    answer = client.get("/manifest.webmanifest")
    said = answer.json()
    assert answer.headers["Content-Type"] == "application/manifest+json"
    assert (said["scope"], said["display"]) == ("/", "standalone")
    for icon in said["icons"]:
        assert finders.find(icon["src"].removeprefix("/static/"))


def test_the_offline_page_holds_nothing_of_anybody(cast, sign_in) -> None:
    page = sign_in(cast.leader).get("/luring/").content.decode()
    assert "Yang Anda tulis tetap aman." in page
    assert cast.leader.name not in page


def test_the_policy_lets_the_worker_and_previews_be(client: Client) -> None:
    policy = client.get("/luring/").headers["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "img-src 'self' data: blob:" in policy
