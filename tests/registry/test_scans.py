"""Uploads are what their content says, and leave as nothing else."""

import struct
import zlib

import pytest
from PIL import Image

from kentongan.core.uploads import LARGEST
from kentongan.registry.actions import add_decree
from kentongan.registry.models import Decree
from kentongan.registry.scans import UnfitScan, read_scan
from tests.conftest import Cast
from tests.registry.conftest import PDF, picture, stored

HTML = b"<!doctype html><script>alert(1)</script>"


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it is 50,000 by 50,000."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("content", "content_type"),
    [
        (PDF, "application/pdf"),
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("WEBP"), "image/webp"),
    ],
)
def test_four_types_are_kept(upload, content: bytes, content_type: str) -> None:
    scan = read_scan(upload(content, "apa-saja.exe", "text/html"))
    assert scan.content_type == content_type
    assert len(scan.name) > 30


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_a_process_that_met_no_other_picture_reads_it(upload, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """The library learns its rarer formats one by one; a fresh server knows only some."""
    monkeypatch.delitem(Image.OPEN, "MPO", raising=False)
    assert read_scan(upload(picture(kind))).content_type == f"image/{kind.lower()}"


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="empty"),
        pytest.param(HTML, id="a page named .pdf"),
        pytest.param(b"\n" + PDF, id="a PDF that does not begin as one"),
        pytest.param(HTML + PDF, id="a page with a PDF behind it"),
        pytest.param(bomb(), id="a picture that unfolds to gigabytes"),
        pytest.param(picture("GIF"), id="a type we do not keep"),
        pytest.param(picture("PNG")[:60], id="half a picture"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", id="a drawing with a script"),
        pytest.param(b"PK\x03\x04" + b"\0" * 100, id="an archive"),
    ],
)
def test_everything_else_is_not(upload, content: bytes) -> None:
    with pytest.raises(UnfitScan):
        read_scan(upload(content))


def test_ten_megabytes_are_enough(upload) -> None:
    read_scan(upload(PDF.ljust(LARGEST, b" ")))
    with pytest.raises(UnfitScan, match="10 MB"):
        read_scan(upload(PDF.ljust(LARGEST + 1, b" ")))


# Through the pages ---------------------------------------------------------------------------------------------------

FIELDS = {
    "number": "188.45/9/2025",
    "signer_kind": "village",
    "starts_on": "1 Oktober 2025",
    "ends_on": "2028-09-30",
}


def test_a_decree_with_a_scan_is_recorded(cast: Cast, sign_in, upload, files) -> None:
    client = sign_in(cast.city_admin)
    path = f"/kim/{cast.kayutangan.code}/sk/baru/"
    response = client.post(path, {**FIELDS, "scan": upload(name="../../../etc/cron.d/x.pdf")})
    assert response.status_code == 302
    assert response.url == f"/kim/{cast.kayutangan.code}/"
    decree = Decree.objects.get(number="188.45/9/2025")
    assert str(decree.starts_on) == "2025-10-01"
    [path] = stored(files)
    assert path.is_relative_to(files / "sk")


@pytest.mark.parametrize("content", [HTML, bomb(), PDF + b" " * (20 * 1024 * 1024)], ids=["page", "bomb", "20 MB"])
def test_a_hostile_scan_comes_back_with_what_was_typed(cast: Cast, sign_in, upload, files, content: bytes) -> None:
    client = sign_in(cast.city_admin)
    response = client.post(f"/kim/{cast.kayutangan.code}/sk/baru/", {**FIELDS, "scan": upload(content)})
    assert response.status_code == 200
    page = response.content.decode()
    assert 'value="188.45/9/2025"' in page
    assert "salah" in page
    assert stored(files) == []
    assert not Decree.objects.filter(number="188.45/9/2025").exists()


@pytest.fixture
def scanned(cast: Cast, upload) -> str:
    add_decree(
        group=cast.kayutangan, scan=read_scan(upload()), number="1", starts_on="2026-01-01", ends_on="2026-12-31"
    )
    return f"/kim/{cast.kayutangan.code}/sk/2/berkas/"


def test_the_scan_is_handed_out_and_can_run_nothing(cast: Cast, sign_in, scanned: str) -> None:
    response = sign_in(cast.leader).get(scanned)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == PDF
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["Content-Disposition"] == 'attachment; filename="SK-35.73.02.1007-1-2.pdf"'
    assert "no-store" in response.headers["Cache-Control"]


def test_a_picture_is_shown(cast: Cast, sign_in, upload) -> None:
    scan = read_scan(upload(picture(), "x.png"))
    add_decree(group=cast.kayutangan, scan=scan, number="1", starts_on="2026-01-01", ends_on="2026-12-31")
    response = sign_in(cast.city_admin).get(f"/kim/{cast.kayutangan.code}/sk/2/berkas/")
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["Content-Type"] == "image/png"
    response.close()


def test_who_gets_no_scan(cast: Cast, client, sign_in, scanned: str) -> None:
    assert client.get(scanned).url.startswith("/masuk/")
    assert sign_in(cast.admin).get(scanned).status_code == 404, "another regency's"
    assert sign_in(cast.stranger).get(scanned).status_code == 404
    for person in (cast.forum, cast.member):
        assert sign_in(person).get(scanned).status_code == 403


def test_there_is_no_scan(cast: Cast, sign_in, scanned: str, files) -> None:
    client = sign_in(cast.city_admin)
    assert client.get(scanned.replace("/2/", "/1/")).status_code == 404, "none was given"
    assert client.get(scanned.replace("/2/", "/9/")).status_code == 404
    assert client.get(scanned.replace("/2/", "/0/")).status_code == 404
    stored(files)[0].unlink()
    assert client.get(scanned).status_code == 404, "the file is gone"


def test_the_media_folder_has_no_address(cast: Cast, sign_in, scanned: str, files) -> None:
    name = stored(files)[0].name
    for path in (f"/media/sk/{name}", f"/files/sk/{name}", f"/static/sk/{name}", f"/sk/{name}"):
        assert sign_in(cast.city_admin).get(path).status_code == 404
