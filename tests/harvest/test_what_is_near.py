"""Nothing near is ever asked: not by another spelling, not through a name, not by a redirect, and only the demo has a stage."""

import runpy
import socket

import pytest
import uvloop
from django.core.exceptions import ImproperlyConfigured

from kentongan.core.outside import names
from kentongan.harvest.enums import Trouble
from kentongan.harvest.fetching import visit
from tests.harvest.hostile import Hostile, fails, together

FEED = b"<rss><channel><title>Kabar</title></channel></rss>"
HOME = "https://satu.contoh.example"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:{port}/",
        "http://localhost:{port}/",
        "http://lain.example/",
        "ftp://x.go.id",
        "",
    ],
)
def test_nothing_near_is_asked_but_the_stage(site: Hostile, address: str) -> None:
    assert fails(address.format(port=site.port)).trouble == Trouble.ADDRESS
    assert not site.asked


def test_without_the_stage_its_names_lead_nowhere(site: Hostile, settings) -> None:
    settings.HARVEST_STAGE = {}
    assert fails(HOME).trouble == Trouble.ADDRESS


@pytest.mark.parametrize(("demo", "stage"), [("1", {"contoh.example": ("127.0.0.1", 8765)}), ("0", {}), ("", {})])
def test_only_the_demo_has_a_stage(monkeypatch, settings, demo: str, stage: dict) -> None:
    monkeypatch.setenv("KENTONGAN_DEMO", demo)
    monkeypatch.setenv("KENTONGAN_HARVEST_STAGE", "Contoh.example=127.0.0.1:8765")
    assert runpy.run_path(f"{settings.BASE_DIR}/config/settings.py")["HARVEST_STAGE"] == stage


@pytest.mark.parametrize(
    "value", ["contoh.example", "contoh.example=10.0.0.1:80", "=127.0.0.1:80", "a=127.0.0.1:x", "a=b"]
)
def test_a_stage_stands_on_this_machine(monkeypatch, settings, value: str) -> None:
    monkeypatch.setenv("KENTONGAN_DEMO", "1")
    monkeypatch.setenv("KENTONGAN_HARVEST_STAGE", value)
    with pytest.raises(ImproperlyConfigured, match="KENTONGAN_HARVEST_STAGE"):
        runpy.run_path(f"{settings.BASE_DIR}/config/settings.py")


def stand_for(monkeypatch, *found: str) -> list[str]:
    """Every name stands for these addresses; the list tells which names were asked for."""
    asked: list[str] = []

    def lookup(host, port, **_more) -> list:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    return asked


@pytest.mark.parametrize("found", [["127.0.0.1"], ["8.8.8.8", "127.0.0.1"], ["::1"], ["169.254.169.254"]])
def test_names_that_stand_for_something_near(monkeypatch, site: Hostile, found: list[str]) -> None:
    stand_for(monkeypatch, *found)
    failed = fails("http://kim.go.id/")
    assert failed.trouble == Trouble.ADDRESS
    assert failed.detail in found


def nobody_answers(monkeypatch) -> list[str]:
    """No connection comes about, and none leaves this machine; returns where one was tried."""
    tried: list[str] = []

    async def refuse(_loop, _protocol, host, _port, **_more) -> None:
        tried.append(host)
        raise ConnectionRefusedError(111, "refused")

    monkeypatch.setattr(uvloop.Loop, "create_connection", refuse)
    return tried


def test_a_name_that_changes_its_mind_is_asked_once(monkeypatch, settings) -> None:
    """DNS rebinding: public when it is checked, near when it is connected to."""
    answers = iter(["8.8.8.8"])

    def lookup(host, port, **_more) -> list:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (next(answers, "127.0.0.1"), port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    tried = nobody_answers(monkeypatch)
    assert fails("http://kim.go.id/").trouble == Trouble.CONNECT
    assert tried == ["8.8.8.8"]
    assert fails("http://kim.go.id/").trouble == Trouble.ADDRESS
    assert tried == ["8.8.8.8"]


def test_the_last_door_holds_when_the_others_are_open(monkeypatch, site: Hostile) -> None:
    """Whatever a resolver says, no socket is made for what is near."""
    monkeypatch.setattr(names, "addresses_of", lambda host, port: ["127.0.0.1"])
    assert fails("http://kim.go.id/").trouble == Trouble.ADDRESS


def test_a_name_nobody_knows(monkeypatch) -> None:
    def unknown(*_args, **_more):
        raise socket.gaierror(-2, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    failed = fails("http://kim-yang-tidak-ada.go.id/")
    assert (failed.trouble, failed.detail) == (Trouble.NAME, "kim-yang-tidak-ada.go.id")


def test_a_name_is_resolved_once_a_run(monkeypatch) -> None:
    asked = stand_for(monkeypatch, "8.8.8.8")
    nobody_answers(monkeypatch)
    together(*(lambda session: visit("http://kim.go.id/", session=session) for _again in range(5)))
    assert asked == ["kim.go.id"]
