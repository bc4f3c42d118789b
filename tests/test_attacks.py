"""Hostile addresses and answers, at every page: never a broken page, never somebody else's rows."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from kentongan.registry.models import Decree, FormationCase
from tests.conftest import Cast

SignIn = Callable[..., Client]

GROUP = "35.07.07.2016-1"
PAGES = (
    "/kendali/", "/kendali/tindakan/", "/wilayah/", "/wilayah/35.07/", "/wilayah/35.07.08/", "/desa/", "/desa/35.07.08.2003/",
    "/desa/35.07.07.2016/", "/desa/35.07.08.2003/riwayat/", "/desa/usul/", "/kim/", f"/kim/{GROUP}/", f"/kim/{GROUP}/riwayat/",
    "/sk/", "/target/", "/cari/", "/orang/", "/impor/", "/akun/data-saya/", "/kim/unduh.csv", "/kim/unduh.xlsx",
    "/kim/pengurus.csv", "/sk/unduh.csv", "/sk/unduh.xlsx", "/desa/unduh.csv", "/kim/kim-id.csv",
)  # fmt: skip
LISTS = (
    "/kendali/", "/wilayah/35.07/", "/desa/", "/desa/usul/", "/kim/", "/sk/", "/target/", "/cari/", "/orang/", "/impor/",
    "/kim/unduh.csv", "/desa/unduh.csv",
)  # fmt: skip
EXTREME_DAYS = ("0001-01-01", "1900-01-01", "2100-12-31", "9999-12-31", "٢٠٢٥-٠١-٠١")
QUERIES = (
    "hal=0", "hal=-1", "hal=99999999999999999999", "hal=%C2%B2", "hal=x", "urut=__class__", "tabel=x", "hanya=x", "hal=1&hal=x",
    "q=" + "a" * 4000, "q=%F0%9F%A5%81", "q=%22%27)%20OR%201=1--", "q=%25_%5C", "q=%EF%BF%BF", "q=" + "%20%2C" * 500, "q=35.07.07.2016-1",
    "sk=x&keadaan=x", "terbentuk_dari=9999-12-31", "terbentuk_sampai=0001-01-01", "terbentuk_dari=" + "1" * 3000, "kepastian=x",
    "peran=__proto__", "tampil=x&lihat=x",
)  # fmt: skip


@pytest.fixture
def busy(cast: Cast) -> Cast:
    """A decree that ended and one about to, and a village on its way: what pages of work are made of."""
    Decree.objects.create(
        group=cast.gubugklakah, number="141/0/2012", starts_on=dt.date(2012, 1, 1), ends_on=dt.date(2014, 12, 31)
    )
    FormationCase.objects.create(area=cast.area("35.07.08.2003"), opened_on=dt.date(2024, 1, 2))
    return cast


def status(client: Client, address: str) -> int:
    """The status of an answer read to its end: a list that streams fails late."""
    answer = client.get(address)
    if answer.streaming:
        b"".join(answer.streaming_content)
    # Not close(): that would also end the request, and with it the connection of the test.
    for close in answer._resource_closers:
        close()
    return answer.status_code


@pytest.mark.parametrize("address", PAGES)
def test_extreme_days_are_answered(busy: Cast, sign_in: SignIn, address: str) -> None:
    client = sign_in(busy.admin)
    for day in EXTREME_DAYS:
        assert status(client, f"{address}?per={day}") in {200, 302}, day


@pytest.mark.parametrize("address", LISTS)
def test_odd_queries_are_answered(busy: Cast, sign_in: SignIn, address: str) -> None:
    client = sign_in(busy.admin)
    for query in QUERIES:
        assert status(client, f"{address}?{query}") in {200, 302}, query


@pytest.mark.parametrize("address", LISTS)
def test_no_address_holds_a_nul(busy: Cast, sign_in: SignIn, address: str) -> None:
    """PostgreSQL refuses them with an error of its own."""
    client = sign_in(busy.admin)
    for query in ("q=a%00b", "wilayah=%00", "per=%00", "hal=%00", "keadaan=%00", "x=1&q=%00"):
        assert status(client, f"{address}?{query}") == 404, query


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "bahasa", "tema", "messages"])
def test_a_cookie_with_a_nul_is_no_cookie(busy: Cast, client: Client, name: str) -> None:
    """Quoted cookies may hide it behind an escape."""
    cookie = {"cookie": f'{name}="abcdefghijklmnop\\000qrstuvwxyz012345"'}
    assert client.get("/masuk/", headers=cookie).status_code == 200
    assert client.get("/kendali/", headers=cookie).status_code == 302
    assert client.post("/masuk/", {"login": "0812", "password": "x"}, headers=cookie).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/wilayah/35%00/", "/orang/%00/", "/orang/undangan/%00aaaaaaaaaaaaaaa/", "/orang/x/tugas/%00/x/", "/masuk/ulang/%00/x-y/",
        "/undangan/%00/", f"/kim/{GROUP}/sk/{'9' * 40}/", f"/kim/{GROUP}/sk/{'9' * 40}/berkas/", f"/kim/{GROUP}/pengurus/{'9' * 19}/",
        f"/kim/{GROUP}/kanal/{'9' * 25}/", f"/kim/{GROUP}/kendala/{'9' * 25}/", f"/desa/35.07.08.2003/kendala/{'9' * 5000}/",
        f"/target/{'9' * 30}-x/", "/target/0-x/", "/kim/99.99.99.9999-1/", "/kim/٣٥.٠٧-١/", "/desa/99/", "/wilayah/ID/", "/wilayah/x/",
        f"/akun/passkey/{'9' * 30}/nama/", f"/impor/{'a' * 300}/",
    ],
)  # fmt: skip
def test_no_such_page(busy: Cast, sign_in: SignIn, path: str) -> None:
    answer = sign_in(busy.admin).get(path)
    if path.startswith("/akun/passkey/"):
        assert answer.status_code in {302, 404}
    elif path.startswith("/masuk/ulang/"):
        assert answer.status_code in {404, 410}
    else:
        assert answer.status_code == 404


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("command", [("figures", "--area", "35.07"), ("register", "export", "-", "--area", "35.07")])
def test_commands_refuse_extreme_days_with_a_sentence(busy: Cast, command: tuple, day: str) -> None:
    with pytest.raises(CommandError, match=day):
        call_command(*command, "--as-of", day)
