"""Finished pages: what is kept, what is dropped, and that nothing stale is ever kept."""

from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from kentongan.core.finished import forget, kept, remove_file, write_file
from kentongan.core.finished.middleware import keep_finished_pages


@pytest.fixture
def root(tmp_path: Path, settings) -> Path:
    settings.PUBLIC_ROOT = tmp_path / "public"
    settings.MAIN_HOSTS = frozenset({"testserver"})
    return settings.PUBLIC_ROOT


def get(path: str, response: HttpResponse | None = None, **extra) -> HttpResponse:
    """One request answered by a view that says "Kabar"."""
    answer = response or kept(HttpResponse("<p>Kabar</p>"), "group:1")
    return keep_finished_pages(lambda request: answer)(RequestFactory().get(path, **extra))


@pytest.mark.django_db(transaction=True)
def test_a_page_is_kept_until_what_it_tells_of_changes(root: Path) -> None:
    get("/kayutangan/")
    page = root / "full/_/kayutangan/index.html"
    assert page.read_text() == "<p>Kabar</p>"
    assert page.with_name("index.html.gz").exists()
    assert page.with_name("index.html.br").exists()
    forget("group:2")
    assert page.exists()
    forget("group:1")
    assert [path.name for path in page.parent.iterdir()] == []


def test_a_public_file_comes_and_goes(root: Path) -> None:
    write_file("foto/0123456789abcdef-640.avif", b"gambar")
    file = root / "files/foto/0123456789abcdef-640.avif"
    assert file.read_bytes() == b"gambar"
    remove_file("foto/0123456789abcdef-640.avif")
    remove_file("foto/0123456789abcdef-640.avif")
    assert not file.exists()


@pytest.mark.parametrize(
    "name", ["../x.avif", "foto/../../x.avif", "/etc/x.avif", "foto/x.html", "foto/.x.avif", "x.avif"]
)
def test_a_public_file_has_a_plain_name(root: Path, name: str) -> None:
    with pytest.raises(ValueError, match="public file"):
        write_file(name, b"")
