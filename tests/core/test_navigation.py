"""The bar: who sees which entry, and which one is current."""

import pytest
from django.contrib.auth.models import AnonymousUser

from kentongan.core import navigation
from kentongan.core.navigation import Identity, NavItem, Place, items_for, register


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch):
    monkeypatch.setattr(navigation, "_registry", navigation._Registry())


@pytest.fixture
def request_for(rf):
    def make(url_name="gallery", user=None):
        request = rf.get("/")
        request.user = user or AnonymousUser()
        request.resolver_match = type("Match", (), {"view_name": url_name})()
        return request

    return make


def labels(request, place=Place.BAR):
    return [item.label for item in items_for(request, place)]


def test_entries_stand_in_order_and_once(request_for):
    register(NavItem("Dua", "set_language", order=20), NavItem("Satu", "gallery", order=10))
    register(NavItem("Satu lagi", "gallery", order=30))
    assert labels(request_for()) == ["Dua", "Satu lagi"]


def test_entries_without_a_page_are_left_out(request_for):
    register(NavItem("Belum ada", "no_such_page"), NavItem("Ada", "gallery"))
    assert labels(request_for()) == ["Ada"]


def test_entries_are_shown_to_those_who_may(request_for):
    register(NavItem("Rahasia", "gallery", shown_to=lambda user: user.is_authenticated))
    assert labels(request_for()) == []


def test_places(request_for):
    register(NavItem("Akun", "gallery", places=navigation.PHONE_AND_MENU, short_label="A"))
    request = request_for()
    assert labels(request, Place.BAR) == []
    assert items_for(request, Place.PHONE)[0].short_label == "A"
    assert labels(request, Place.MENU) == ["Akun"]


@pytest.mark.parametrize(
    ("here", "current"), [("gallery", True), ("group_detail", True), ("import_map", True), ("home", False), ("", False)]
)
def test_current_page(request_for, here, current):
    register(NavItem("KIM", "gallery", also=("group_detail", "import_*")))
    assert items_for(request_for(here), Place.BAR)[0].current is current


@pytest.mark.parametrize(
    ("name", "initials", "short"),
    [
        ("Ratna Puspita", "RP", "Ratna P."),
        ("Siti Nur Aisyah", "SA", "Siti A."),
        ("Slamet", "S", "Slamet"),
        ("", "", ""),
    ],
)
def test_identity(name, initials, short):
    identity = Identity(person_name=name)
    assert (identity.initials, identity.short_name) == (initials, short)
