"""What became of a village: who may note it, what it does to groups, and that no day before it changes."""

import datetime as dt

import pytest

from kentongan.areas import actions as areas
from kentongan.areas.models import Area, AreaSuccession
from kentongan.core.models import AuditEvent
from kentongan.insights.queries.figures import groups_formed, villages, villages_covered
from kentongan.registry.models import FormationCase
from tests.conftest import Cast, make_group

P = "/desa/35.07.08.2003/perubahan/"
DAY = dt.date(2025, 7, 1)
BEFORE = DAY - dt.timedelta(days=1)


def told(change: str, **more: str) -> dict[str, str]:
    return {"change": change, "on": DAY.isoformat(), "reason": "Perda Nomor 3 Tahun 2025", **more}


def figures(cast: Cast, day: dt.date) -> tuple[int, int, int]:
    regency = cast.area("35.07")
    return groups_formed(regency, day), villages(regency, day), villages_covered(regency, day)


def test_who_opens_the_page_and_may_post(cast: Cast, client, sign_in) -> None:
    assert client.get(P).url.startswith("/masuk/")
    people = ("admin", "staff", "district_officer", "viewer", "city_admin", "forum", "stranger")
    answers = {name: sign_in(getattr(cast, name)).get(P).status_code for name in people}
    refused = dict.fromkeys(("staff", "district_officer", "viewer"), 403)
    hidden = dict.fromkeys(("city_admin", "forum", "stranger"), 404)
    assert answers == {"admin": 200, **refused, **hidden}
    assert sign_in(cast.staff).post(P, told("ended")).status_code == 403
    assert P in sign_in(cast.admin).get("/desa/35.07.08.2003/").content.decode()
    assert P not in sign_in(cast.staff).get("/desa/35.07.08.2003/").content.decode()


def test_a_village_with_a_group_ends_and_the_group_becomes_work(cast: Cast, case: FormationCase, sign_in) -> None:
    group = make_group(cast.area("35.07.08.2003"), "KIM Bambang", dt.date(2025, 6, 1))
    before = figures(cast, BEFORE)
    client = sign_in(cast.admin)
    assert "Tetap tercatat, dan menunggu keputusan" in client.get(P).content.decode()
    data = told("ended", successors="35.07.08.2008", groups="work")
    assert client.post(P, data).url == "/desa/35.07.08.2003/"
    assert figures(cast, BEFORE) == before
    assert figures(cast, DAY) == (before[0], before[1] - 1, before[2] - 1)
    case.refresh_from_db()
    assert case.closed_on == DAY
    page = client.get("/desa/35.07.08.2003/").content.decode()
    assert "Desa Bambang berakhir 1 Juli 2025." in page
    assert "Desa Codo" in page
    assert "Desa Bambang" in client.get("/desa/35.07.08.2008/").content.decode()
    work = client.get(f"/kim/{group.code}/").content.decode()
    assert "Desa Bambang sudah berakhir" in work
    assert f"/kim/{group.code}/akhiri/" in work
    assert "sudah berakhir" not in client.get(f"/kim/{group.code}/?per=2025-06-15").content.decode()
    history = client.get("/desa/35.07.08.2003/riwayat/").content.decode()
    assert "Wilayah berakhir: Desa Bambang" in history
    assert "Perda Nomor 3 Tahun 2025" in history


def test_its_groups_may_end_with_it(cast: Cast, sign_in) -> None:
    group = make_group(cast.area("35.07.08.2003"), "KIM Bambang", dt.date(2025, 6, 1))
    sign_in(cast.admin).post(P, told("ended", groups="end"))
    group.refresh_from_db()
    assert group.ended_on == DAY
    assert group.ended_reason == "Wilayah Desa Bambang berakhir."


def test_a_village_is_split_and_goes_on(cast: Cast, sign_in) -> None:
    sign_in(cast.admin).post(P, told("split", successors="35.07.08.2014 Bambang Wetan\n3507082015=Bambang Kulon"))
    assert Area.objects.get(pk="35.07.08.2003").valid_until is None
    assert Area.objects.get(pk="35.07.08.2015").name == "Bambang Kulon"
    assert figures(cast, DAY)[1] == figures(cast, BEFORE)[1] + 2
    page = sign_in(cast.admin).get("/desa/35.07.08.2014/?per=2025-06-30").content.decode()
    assert "Desa Bambang Wetan baru ada sejak 1 Juli 2025." in page
    assert "Sebagian wilayahnya menjadi" in sign_in(cast.admin).get("/desa/35.07.08.2003/").content.decode()


def test_a_village_moves_to_another_kecamatan(cast: Cast, sign_in) -> None:
    assert sign_in(cast.admin).post(P, told("moved", successors="35.07.11.2010")).status_code == 302
    moved = Area.objects.get(pk="35.07.11.2010")
    assert (moved.name, moved.valid_from) == ("Bambang", DAY)
    assert AreaSuccession.objects.get().predecessor_id == "35.07.08.2003"
    assert figures(cast, DAY)[1] == figures(cast, BEFORE)[1]


def test_a_new_name_keeps_the_old_one_and_the_official_list_does_not_undo_it(cast: Cast, sign_in) -> None:
    sign_in(cast.admin).post(P, told("renamed", name="Bambang Raya"))
    page = sign_in(cast.admin).get("/desa/35.07.08.2003/").content.decode()
    assert "Desa Bambang Raya" in page
    assert "Juga ditulis Bambang." in page
    areas.import_areas(only=["35.07.08"])
    assert Area.objects.get(pk="35.07.08.2003").name == "Bambang Raya"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (told(""), "Pilih apa yang berubah."),
        (told("ended", on="2026-01-01"), "belum terjadi"),
        (told("renamed"), "Tulis nama barunya."),
        (told("moved"), "Tulis satu kode: kode barunya."),
        (told("split"), "Tulis wilayah hasil pemekarannya, dengan kodenya."),
        (told("split", successors="Bambang Wetan"), "tidak diawali kode desa"),
        (told("split", successors="35.07.08.2003 Bambang"), "adalah kode desa ini sendiri."),
        (told("split", successors="35.07.08.2014"), "Tulis nama untuk kode"),
        (told("split", successors="35.07.99.2014 Lain"), "belum ada. Tambahkan dulu."),
        (told("ended", successors="35.07.08.2008 Bukan Codo"), "sudah dipakai Desa Codo"),
        (told("split", successors="35.73.02.1099 Lain"), "hanya dapat dicatat oleh admin Diskominfo"),
    ],
)
def test_what_makes_no_sense_comes_back_and_writes_nothing(cast: Cast, sign_in, data: dict, words: str) -> None:
    answer = sign_in(cast.admin).post(P, data)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert not AreaSuccession.objects.exists()
    assert not Area.objects.exclude(valid_from=None, valid_until=None).exists()
    assert not AuditEvent.objects.filter(subject_kind="area").exists()


def test_no_way_begins_in_a_village_that_is_gone(cast: Cast, sign_in) -> None:
    areas.end_area(area=cast.area("35.07.08.2003"), on=DAY)
    page = sign_in(cast.admin).post("/desa/35.07.08.2003/mulai/", {"on": "2025-08-01"}).content.decode()
    assert "Pada tanggal itu Desa Bambang tidak ada lagi" in page
    assert not FormationCase.objects.exists()
