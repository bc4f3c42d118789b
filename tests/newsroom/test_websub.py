"""Telling the hub: which addresses, over which road, and what happens when it does not answer. A hub of our own on this machine."""

import socket
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kentongan.core.outside import OutsideError, Refusal, forms, names, post_form
from kentongan.newsroom.actions import effects
from kentongan.newsroom.actions.subscribers import topics_of
from kentongan.newsroom.clients import tell_hub
from kentongan.newsroom.models import Article
from tests.certificates import certificate_for

NAME = "hub.example.go.id"


class Hub:
    """What it was told, and what it answers next."""

    def __init__(self, port: int) -> None:
        self.url = f"https://{NAME}:{port}/publish?net=kim"
        self.told: list[tuple[str, dict]] = []
        self.statuses: list[int] = []


@pytest.fixture
def hub(tmp_path: Path, monkeypatch) -> Iterator[Hub]:
    certificate = certificate_for(NAME, tmp_path)

    class Answer(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.server.hub.told.append((self.path, parse_qs(body)))
            status = self.server.hub.statuses.pop(0) if self.server.hub.statuses else 202
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "https://127.0.0.1/")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *words) -> None:
            """Quietly."""

    server = HTTPServer(("127.0.0.1", 0), Answer)
    server.hub = Hub(server.server_port)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    # The name leads here, as it would to the hub; everything after that is as always.
    monkeypatch.setattr(names, "addresses_of", lambda host, port: ["127.0.0.1"])
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(forms, "tls_context", lambda: trusting)
    yield server.hub
    server.shutdown()
    thread.join()
    server.server_close()


# The road -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", ["http://hub.example/", "ftp://hub.example/", "https:///x", "//hub.example/", "file:///etc/passwd"]
)
def test_only_https_is_asked(url: str) -> None:
    with pytest.raises(Refusal):
        post_form(url, b"")


def test_a_name_with_one_private_address_is_refused(monkeypatch) -> None:
    rows = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (host, 443)) for host in ("8.8.8.8", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: rows)
    with pytest.raises(Refusal, match=r"10\.0\.0\.1"):
        post_form("https://hub.example.go.id/", b"")


def test_a_name_nobody_knows_may_be_known_later(monkeypatch) -> None:
    def unknown(*_args, **_more):
        raise socket.gaierror("no such name")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(OutsideError) as caught:
        post_form("https://hub.example.go.id/", b"")
    assert not caught.value.permanent


def test_a_certificate_of_another_name_is_refused(hub: Hub) -> None:
    with pytest.raises(OutsideError, match="certificate"):
        post_form(hub.url.replace(NAME, "other.example.go.id"), b"")
    assert hub.told == []


def test_a_hub_that_says_nothing_is_not_waited_for(monkeypatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setattr(names, "addresses_of", lambda host, port: ["127.0.0.1"])
        with pytest.raises(OutsideError, match="timed out"):
            post_form(f"https://{NAME}:{silent.getsockname()[1]}/", b"", patience=0.2)


# The hub ------------------------------------------------------------------------------------------------------------


def test_the_hub_is_told_of_all_topics_at_once(hub: Hub) -> None:
    tell_hub(hub.url, ["https://a/rss.xml", "https://a/atom.xml"])
    assert hub.told == [
        ("/publish?net=kim", {"hub.mode": ["publish"], "hub.url": ["https://a/rss.xml", "https://a/atom.xml"]})
    ]
    tell_hub(hub.url, [])
    assert len(hub.told) == 1


@pytest.mark.parametrize(
    ("status", "permanent"), [(500, False), (503, False), (429, False), (400, True), (404, True), (302, True)]
)
def test_what_the_hub_means_by_its_answer(hub: Hub, status: int, permanent: bool) -> None:
    hub.statuses = [status]
    with pytest.raises(OutsideError, match=str(status)) as caught:
        tell_hub(hub.url, ["https://a/rss.xml"])
    assert caught.value.permanent is permanent
    # A redirect is never followed.
    assert len(hub.told) == 1


# From an article to the hub -----------------------------------------------------------------------------------------


def test_topics_are_every_feed_the_article_stands_in(tale: Article, settings) -> None:
    settings.ORIGIN = "https://kim.example.go.id"
    topics = topics_of(tale.pk)
    assert len(topics) == len(set(topics))
    for place in ("kayutangan", "kayutangan/kabar", "kota-malang", "kota-malang/kabar",
                  "kota-malang/wilayah/35.73.02", "kota-malang/wilayah/35.73.02.1007"):  # fmt: skip
        for file in ("rss.xml", "atom.xml", "feed.json"):
            assert f"https://kim.example.go.id/{place}/{file}" in topics
    assert not any("35/" in topic or "35.73/" in topic for topic in topics)
    assert topics_of(0) == []


def test_every_topic_is_a_feed(client, tale: Article, settings) -> None:
    settings.ORIGIN = "https://kim.example.go.id"
    for topic in topics_of(tale.pk):
        response = client.get(topic.removeprefix(settings.ORIGIN))
        assert response.status_code == 200
        # The address that subscribers are told is the one the feed calls itself by.
        assert topic.encode() in response.content


def test_what_is_shown_changed_and_hidden_is_told(tale: Article, hub: Hub, settings, run_jobs) -> None:
    settings.WEBSUB_HUB = hub.url
    for effect in (effects.shown, effects.changed, effects.hidden):
        effect(tale)
        run_jobs()
    assert len(hub.told) == 3
    assert all(kind["hub.mode"] == ["publish"] for _path, kind in hub.told)


def test_without_a_hub_nobody_is_told(tale: Article) -> None:
    effects.shown(tale)
    assert not DBTaskResult.objects.filter(task_path__contains="tell_hub_of").exists()


def test_a_hub_that_is_ill_is_asked_again_later(tale: Article, hub: Hub, settings, run_jobs) -> None:
    settings.WEBSUB_HUB = hub.url
    hub.statuses = [503]
    effects.changed(tale)
    run_jobs()
    waiting = DBTaskResult.objects.get(task_path__contains="tell_hub_of")
    assert waiting.status == "READY"
    assert waiting.run_after > timezone.now()
    DBTaskResult.objects.update(run_after=timezone.now())
    run_jobs()
    assert len(hub.told) == 2
    assert DBTaskResult.objects.get(task_path__contains="tell_hub_of").status == "SUCCESSFUL"


def test_a_hub_that_refuses_is_left_alone(tale: Article, hub: Hub, settings, run_jobs) -> None:
    settings.WEBSUB_HUB = hub.url
    hub.statuses = [400]
    effects.changed(tale)
    run_jobs()
    assert DBTaskResult.objects.get(task_path__contains="tell_hub_of").status == "FAILED"
