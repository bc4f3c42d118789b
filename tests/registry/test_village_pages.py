"""A village's page, its way to a KIM, obstacles, targets and the office's list."""

import datetime as dt

import pytest

from kentongan.areas.models import Area, AreaSpelling
from kentongan.registry import actions
from kentongan.registry.models import FormationCase, Group, Target
from tests.conftest import TODAY, Cast, make_group
from tests.registry.conftest import PDF

B = "/desa/35.07.08.2003/"
PAGES = {
    "/desa/35.07.08.2003/": {"admin", "staff", "district_officer", "viewer"},
    "/desa/35.07.08.2003/riwayat/": {"admin", "staff", "district_officer", "viewer"},
    "/desa/35.07.08.2003/hentikan/": {"admin", "staff", "district_officer"},
    "/desa/35.07.08.2003/bentuk/": {"admin", "staff"},
    "/desa/35.07.08.2003/langkah/baru/": {"admin", "staff", "district_officer"},
    "/desa/35.07.08.2003/langkah/discussed/batal/": {"admin", "staff", "district_officer"},
    "/desa/35.07.08.2003/kendala/baru/": {"admin", "staff", "district_officer"},
    "/desa/35.07.08.2003/kendala/1/": {"admin", "staff", "district_officer"},
    "/desa/35.07.08.2003/catatan/baru/": {"admin", "staff", "district_officer"},
}
SEEING = {"admin", "staff", "district_officer", "viewer"}


@pytest.fixture
def way(cast: Cast, case: FormationCase) -> FormationCase:
    actions.note_obstacle(area=case.area, office=cast.malang, kind_name="Meminta honor", on=dt.date(2025, 8, 1))
    return case


@pytest.mark.parametrize("path", PAGES)
def test_who_opens_a_page(cast: Cast, way, client, sign_in, path: str) -> None:
    assert client.get(path).url.startswith("/masuk/")
    people = ("admin", "staff", "district_officer", "viewer", "city_admin", "forum", "leader", "stranger")
    answers = {name: sign_in(getattr(cast, name)).get(path).status_code for name in people}
    assert answers == {name: 200 if name in PAGES[path] else 403 if name in SEEING else 404 for name in people}


@pytest.mark.parametrize(
    "path", [path for path in PAGES if path not in {B, B + "riwayat/"}] + ["/desa/35.07.08.2003/mulai/"]
)
def test_posting_needs_the_same_leave(cast: Cast, way, sign_in, path: str) -> None:
    assert sign_in(cast.viewer).post(path, {}).status_code == 403
    assert sign_in(cast.city_admin).post(path, {}).status_code == 404


def test_a_village_on_its_way(cast: Cast, way, sign_in) -> None:
    AreaSpelling.objects.create(area=way.area, spelling="Mbambang", folded="mbambang")
    page = sign_in(cast.staff).get(B).content.decode()
    for piece in (
        "Desa Bambang belum ada KIM.",
        "Empat langkah lagi ke SK.",
        "Dua dari enam langkah selesai",
        "Semua 2 desa di Wajak belum ada KIM.",
        "0 lainnya sedang diproses, 1 belum mulai.",
        "Catat susunan pengurus",
        "Musyawarah selesai Senin, 11 Agustus 2025",
        "31 warga hadir",
        "Satu hal masih menghalangi",
        "Meminta honor",
        "KIM Gubugklakah",
        "Juga ditulis Mbambang.",
    ):
        assert piece in page, piece
    viewer = sign_in(cast.viewer).get(B).content.decode()
    assert "Catat susunan pengurus" not in viewer
    assert "Catat teratasi" not in viewer


def test_a_village_that_has_not_begun(cast: Cast, sign_in) -> None:
    page = sign_in(cast.district_officer).get(B).content.decode()
    assert "Belum ada yang memulai." in page
    assert "Mulai pembentukan KIM" in page
    assert sign_in(cast.district_officer).post(B + "mulai/", {"on": "2025-09-01"}).url == B
    assert FormationCase.objects.get().opened_on == dt.date(2025, 9, 1)
    assert sign_in(cast.district_officer).get(B + "mulai/").url == B, "it has begun"


def test_the_village_as_it_was(cast: Cast, way, sign_in) -> None:
    page = sign_in(cast.staff).get(B + "?per=2025-07-20").content.decode()
    assert "Satu dari enam langkah selesai" in page
    assert "Meminta honor" not in page
    assert "Catat musyawarah" not in page
    assert "Belum ada yang memulai." in sign_in(cast.staff).get(B + "?per=2025-01-01").content.decode()


def test_a_village_with_a_group_and_one_that_had_one(cast: Cast, sign_in) -> None:
    page = sign_in(cast.admin).get("/desa/35.07.07.2016/").content.decode()
    assert "Desa Gubugklakah punya KIM Gubugklakah." in page
    assert "Tetangga yang bisa membantu" not in page
    make_group(cast.area("35.07.08.2008"), "KIM Lama", dt.date(2018, 1, 1), ended_on=dt.date(2020, 1, 1))
    page = sign_in(cast.admin).get("/desa/35.07.08.2008/").content.decode()
    assert "Dulu pernah ada." in page
    assert "KIM Lama" in page
    make_group(cast.area("35.07.07.2016"), "KIM Kedua", dt.date(2018, 1, 1))
    assert "punya 2 KIM" in sign_in(cast.admin).get("/desa/35.07.07.2016/").content.decode()


def test_a_leader_opens_the_own_village(cast: Cast, sign_in) -> None:
    assert sign_in(cast.leader).get("/desa/35.73.02.1007/").status_code == 200
    assert sign_in(cast.leader).get("/desa/35.73.02.1011/").status_code == 404
    assert sign_in(cast.city_admin).get("/desa/35.73.02/").status_code == 404, "a kecamatan is no village"


def test_steps_are_noted_undone_and_contradictions_named(cast: Cast, way, sign_in) -> None:
    client = sign_in(cast.district_officer)
    future = client.post(B + "langkah/baru/", {"step": "officers", "on": "2025-12-01", "fact": "7 orang"})
    assert "belum terjadi" in future.content.decode()
    assert 'value="7 orang"' in future.content.decode()
    assert client.post(B + "langkah/baru/", {"step": "discussed", "on": "2025-09-01"}).status_code == 200, (
        "done already"
    )
    assert client.post(B + "langkah/baru/", {"step": "officers", "on": "1 Agustus 2025", "fact": "7 orang"}).url == B
    page = client.get(B).content.decode()
    assert "lebih dulu daripada musyawarah" in page
    assert client.post(B + "langkah/officers/batal/", {"reason": "tanggal keliru"}).url == B
    assert way.steps.count() == 2
    history = client.get(B + "riwayat/").content.decode()
    for piece in ("Langkah dibatalkan", "tanggal keliru", "Petugas Wajak", "Susunan pengurus"):
        assert piece in history, piece
    assert client.get(B + "langkah/nonsense/batal/").url == B


def test_the_way_ends_with_a_reason(cast: Cast, way, sign_in) -> None:
    client = sign_in(cast.district_officer)
    assert client.post(B + "hentikan/", {"on": "2025-09-20", "reason": ""}).status_code == 200
    assert client.post(B + "hentikan/", {"on": "2025-06-01", "reason": "x"}).status_code == 200
    assert client.post(B + "hentikan/", {"on": "2025-09-20", "reason": "Menunggu kades baru"}).url == B
    assert "Menunggu kades baru" in client.get(B).content.decode()
    for page in ("hentikan/", "langkah/baru/", "langkah/officers/batal/"):
        assert client.get(B + page).url == B
    assert sign_in(cast.staff).get(B + "bentuk/").url == B


FORMED = {
    "name": "KIM Bambang",
    "formed_on": "2025-09-20",
    "formed_precision": "day",
    "number": "188/3/2025",
    "signer_kind": "village",
    "signed_on": "2025-09-20",
    "starts_on": "2025-09-20",
    "ends_on": "2028-09-19",
}


def test_the_last_step_makes_the_group(cast: Cast, way, sign_in, upload) -> None:
    client = sign_in(cast.staff)
    response = client.post(B + "bentuk/", {**FORMED, "scan": upload(PDF)})
    assert response.url == "/kim/35.07.08.2003-1/"
    page = client.get(response.url).content.decode()
    for piece in ("SK Kepala Desa Bambang", "Jalan menuju terbentuk", "lihat berkas", "31 warga hadir"):
        assert piece in page, piece
    assert "Desa Bambang punya KIM Bambang." in client.get(B).content.decode()


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"ends_on": "2020-01-01"}, {"number": ""}, {"kim_number": "3573025208900001"}]
)
def test_a_bad_last_step_makes_nothing(cast: Cast, way, sign_in, changes: dict) -> None:
    response = sign_in(cast.staff).post(B + "bentuk/", {**FORMED, "signer_name": "Contoh Kades", **changes})
    assert response.status_code == 200
    assert 'value="Contoh Kades"' in response.content.decode()
    assert not Group.objects.filter(area="35.07.08.2003").exists()
    way.refresh_from_db()
    assert way.closed_on is None


def test_when_all_steps_are_done_the_group_is_next(cast: Cast, way, sign_in) -> None:
    for step in ("officers", "filed", "checked", "decreed"):
        actions.note_step(case=way, step=step, on=TODAY)
    client = sign_in(cast.staff)
    assert "Tinggal dicatat sebagai KIM." in client.get(B).content.decode()
    assert client.get(B + "langkah/baru/").url == B + "bentuk/"
    assert client.post(B + "bentuk/", FORMED).status_code == 302


def test_obstacles_of_a_village(cast: Cast, way, sign_in) -> None:
    client = sign_in(cast.district_officer)
    bad = client.post(B + "kendala/1/", {"on": "2025-07-01", "resolution": "Uang transpor"})
    assert "tidak boleh sebelum kendalanya dicatat" in bad.content.decode()
    assert client.post(B + "kendala/1/", {"on": "2025-09-01", "resolution": "Uang transpor"}).url == B
    assert "Semua kendala teratasi" in client.get(B).content.decode()
    assert client.post(B + "kendala/baru/", {"kind": "Tidak ada di daftar", "on": "2025-09-01"}).status_code == 200
    assert client.post(B + "kendala/baru/", {"kind": "Sinyal lemah", "on": "2025-09-01"}).url == B
    assert client.post(B + "catatan/baru/", {"text": "<script>alert(1)</script>"}).url == B
    assert "<script>alert" not in client.get(B).content.decode()


def test_an_area_without_an_office_has_no_list_of_obstacles(cast: Cast, sign_in) -> None:
    cast.malang.delete()
    assert sign_in(cast.district_officer).get(B + "kendala/baru/").status_code == 403


def test_neighbours_are_of_the_kecamatan_first_then_near_by_code(cast: Cast, sign_in) -> None:
    for code, name in (("35.07.09", "Turen"), ("35.07.30", "Jauh")):
        Area.objects.create(
            code=code, level="district", kind="kecamatan", name=name, parent_id="35.07",
            province_code="35", regency_code="35.07", district_code=code,
        )  # fmt: skip
        village = Area.objects.create(
            code=f"{code}.2001", level="village", kind="desa", name=name, parent_id=code,
            province_code="35", regency_code="35.07", district_code=code,
        )  # fmt: skip
        make_group(village, f"KIM {name}", dt.date(2020, 1, 1))
    make_group(cast.area("35.07.08.2008"), "KIM Codo", dt.date(2020, 1, 1))
    response = sign_in(cast.admin).get(B)
    assert [group.name for group in response.context["neighbours"]] == ["KIM Codo", "KIM Gubugklakah", "KIM Turen"]
    page = sign_in(cast.district_officer).get(B).content.decode()
    assert "KIM Turen" in page, "its name and place help the kecamatan, too"
    assert "/kim/35.07.09.2001-1/" not in page
    assert "/kim/35.07.08.2008-1/" in page


def test_the_way_up_leads_only_where_one_may_go(cast: Cast, sign_in) -> None:
    def links(person, path: str) -> list[str]:
        return [item["label"] for item in sign_in(person).get(path).context["crumbs"] if item.get("href")]

    assert links(cast.admin, B) == ["Kabupaten Malang", "Kecamatan Wajak"]
    assert links(cast.district_officer, B) == ["Kecamatan Wajak"]
    assert links(cast.leader, f"/kim/{cast.kayutangan.code}/") == ["Kelurahan Kauman"]


def test_the_page_takes_few_queries(cast: Cast, way, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in(cast.staff)
    client.get(B)
    with django_assert_max_num_queries(26):
        client.get(B)


# The office's list ---------------------------------------------------------------------------------------------------


def test_the_list_of_obstacles_is_the_offices(cast: Cast, client, sign_in) -> None:
    assert client.get("/kendala/").url.startswith("/masuk/")
    for person in (cast.viewer, cast.district_officer, cast.forum, cast.leader, cast.stranger):
        assert sign_in(person).get("/kendala/").status_code == 403
        assert sign_in(person).post("/kendala/ubah/", {"nama": "Sinyal lemah"}).status_code == 403
    client = sign_in(cast.staff)
    assert "Sinyal lemah" in client.get("/kendala/").content.decode()
    assert not cast.malang.obstacle_kinds.exists(), "looking writes nothing"
    assert client.post("/kendala/", {"name": ""}).status_code == 200
    assert client.post("/kendala/", {"name": "Jalan rusak"}).url == "/kendala/"
    assert cast.malang.obstacle_kinds.count() == 9
    client.post("/kendala/ubah/", {"nama": "Sinyal lemah", "nama_baru": "Sinyal tidak ada"})
    client.post("/kendala/ubah/", {"nama": "Jalan rusak", "tawarkan": "tidak"})
    offered = client.get(B + "kendala/baru/").content.decode()
    assert '<option value="Sinyal tidak ada"' in offered
    assert '<option value="Jalan rusak"' not in offered
    again = client.post("/kendala/", {"name": "Jalan rusak"}, follow=True)
    assert "sudah ada di daftar" in again.content.decode()
    assert client.get("/kendala/ubah/").status_code == 405


# Targets -------------------------------------------------------------------------------------------------------------

TARGET = {"measure": "formed_new", "year": "2023", "value": "53", "source": "Siaran pers", "stated_on": "16 Juni 2023"}


def test_targets_of_two_sources_stand_side_by_side(cast: Cast, client, sign_in) -> None:
    assert client.get("/target/baru/").url.startswith("/masuk/")
    for person in (cast.viewer, cast.district_officer, cast.leader):
        assert sign_in(person).post("/target/baru/", TARGET).status_code == 403
    client = sign_in(cast.staff)
    assert client.post("/target/baru/", TARGET).url == "/target/"
    assert client.post("/target/baru/", {**TARGET, "value": "60", "source": "Renstra", "stated_on": "2023-01-05"}).url
    page = client.get("/target/").content.decode()
    for piece in ("Dua sumber berbeda", "53", "60", "Siaran pers", "Renstra"):
        assert piece in page, piece
    assert "Siaran pers" not in client.get("/target/?per=2023-02-01").content.decode(), "not stated yet"
    bad = client.post("/target/baru/", {**TARGET, "value": "-1", "source": "Lain"})
    assert bad.status_code == 200
    assert 'value="Lain"' in bad.content.decode()
    assert client.post("/target/baru/", TARGET).status_code == 200, "the same source again"


def test_a_target_is_corrected_and_withdrawn(cast: Cast, sign_in) -> None:
    client = sign_in(cast.staff)
    client.post("/target/baru/", TARGET)
    from kentongan.registry.views.targets import key_of

    key = key_of(Target.objects.get())
    assert sign_in(cast.city_admin).get(f"/target/{key}/").status_code == 404
    assert sign_in(cast.viewer).get(f"/target/{key}/").status_code == 403
    assert sign_in(cast.viewer).get(f"/target/{key}/tarik/").status_code == 403
    client = sign_in(cast.staff)
    assert client.get(f"/target/{key}/").status_code == 200
    assert client.post(f"/target/{key}/", {**TARGET, "value": "54"}).url == "/target/"
    assert Target.objects.get().value == 54
    assert client.get("/target/2023-formed_new-00000000/").status_code == 404
    assert client.get("/target/nonsense/").status_code == 404
    assert client.post(f"/target/{key}/tarik/", {"reason": ""}).status_code == 200
    assert client.post(f"/target/{key}/tarik/", {"reason": "keliru"}).url == "/target/"
    assert not Target.objects.exists()


def test_a_second_group_is_named_but_not_linked_for_those_of_the_first(cast: Cast, sign_in) -> None:
    second = make_group(cast.area("35.73.02.1007"), "KIM Kedua Kauman", dt.date(2020, 1, 1))
    page = sign_in(cast.leader).get("/desa/35.73.02.1007/").content.decode()
    assert "KIM Kedua Kauman" in page
    assert f"/kim/{second.code}/" not in page
    assert "/kim/35.73.02.1007-1/" in page
    assert f"/kim/{second.code}/" in sign_in(cast.city_admin).get("/desa/35.73.02.1007/").content.decode()
