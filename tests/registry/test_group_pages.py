"""A group's page and its forms: who opens what, what is saved, and what comes back."""

import datetime as dt

import pytest

from kentongan.core.models import AuditEvent
from kentongan.registry import actions
from kentongan.registry.models import Group, Officer
from kentongan.registry.personal_data import OFFICERS
from tests.conftest import TODAY, Cast, make_group

K = "/kim/35.73.02.1007-1/"
# Address, and who of the cast opens it; everybody else who sees the group gets 403, and others 404.
PAGES = {
    "/kim/35.73.02.1007-1/": {"city_admin", "forum", "leader", "member"},
    "/kim/35.73.02.1007-1/riwayat/": {"city_admin", "forum", "leader", "member"},
    "/kim/35.73.02.1007-1/ubah/": {"city_admin", "leader"},
    "/kim/35.73.02.1007-1/akhiri/": {"city_admin"},
    "/kim/35.73.02.1007-1/sk/baru/": {"city_admin"},
    "/kim/35.73.02.1007-1/sk/1/": {"city_admin"},
    "/kim/35.73.02.1007-1/pengurus/baru/": {"city_admin", "leader"},
    "/kim/35.73.02.1007-1/pengurus/1/": {"city_admin", "leader"},
    "/kim/35.73.02.1007-1/pengurus/1/hapus-data/": {"city_admin"},
    "/kim/35.73.02.1007-1/kanal/baru/": {"city_admin", "leader"},
    "/kim/35.73.02.1007-1/kanal/1/": {"city_admin", "leader"},
    "/kim/35.73.02.1007-1/mitra/baru/": {"city_admin", "leader"},
    "/kim/35.73.02.1007-1/mitra/1/": {"city_admin", "leader"},
    "/kim/35.73.02.1007-1/kendala/baru/": {"city_admin", "forum"},
    "/kim/35.73.02.1007-1/kendala/1/": {"city_admin", "forum"},
    "/kim/35.73.02.1007-1/catatan/baru/": {"city_admin", "forum"},
}
SEEING = {"city_admin", "forum", "leader", "member"}


@pytest.fixture
def full(cast: Cast, chair: Officer) -> Cast:
    """Kayutangan with one of everything."""
    group = cast.kayutangan
    actions.add_channel(group=group, kind="instagram", url="@kimkayutangan")
    actions.add_partner(group=group, kind="lpmk", name="LPMK Kauman")
    actions.note_obstacle(
        area=group.area, group=group, office=cast.kota, kind_name="Sinyal lemah", on=dt.date(2025, 9, 1)
    )
    return cast


@pytest.mark.parametrize("path", PAGES)
def test_who_opens_a_page(full: Cast, client, sign_in, path: str) -> None:
    assert client.get(path).url.startswith("/masuk/")
    answers = {
        name: sign_in(getattr(full, name)).get(path).status_code
        for name in ("city_admin", "forum", "leader", "member", "admin", "viewer", "stranger")
    }
    expected = {name: 200 if name in PAGES[path] else 403 if name in SEEING else 404 for name in answers}
    assert answers == expected


@pytest.mark.parametrize("path", [path for path in PAGES if path not in {K, K + "riwayat/"}])
def test_posting_needs_the_same_leave(full: Cast, sign_in, path: str) -> None:
    before = AuditEvent.objects.count()
    assert sign_in(full.member).post(path, {}).status_code == 403
    assert sign_in(full.admin).post(path, {}).status_code == 404
    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    "path", [K + place for place in ("pengurus/9/", "pengurus/0/", "kanal/7/", "mitra/7/", "sk/7/", "kendala/7/")]
)
def test_what_is_not_there_is_not_found(full: Cast, sign_in, path: str) -> None:
    assert sign_in(full.city_admin).get(path).status_code == 404


def test_unknown_groups_are_not_found(cast: Cast, sign_in) -> None:
    for path in ("/kim/35.73.02.1007-9/", "/kim/99.99-1/", "/kim/abc/"):
        assert sign_in(cast.city_admin).get(path).status_code == 404


# The page ------------------------------------------------------------------------------------------------------------


def test_the_page_shows_the_record(full: Cast, sign_in) -> None:
    page = sign_in(full.city_admin).get(K).content.decode()
    for piece in (
        "KIM Kayutangan",
        "Kelurahan Kauman, Kecamatan Klojen, Kota Malang",
        "SK Lurah Kauman",
        "66 hari lagi",
        "Wahyu Contoh",
        "@kimkayutangan",
        "LPMK Kauman",
        "Sinyal lemah",
        "SK tinggal 66 hari",
    ):
        assert piece in page, piece


@pytest.mark.parametrize(
    ("person", "sees"),
    [("city_admin", True), ("forum", True), ("leader", True), ("member", True), ("city_viewer", False)],
)
def test_phones_are_masked_for_those_who_need_none(full: Cast, sign_in, person: str, sees: bool) -> None:
    from tests.conftest import make_user

    actions.change_group(group=full.kayutangan, contact_phone="+6281299998888")
    full.city_viewer = make_user("Pembaca Kota", "+6281200000099", "viewer", "35.73")  # type: ignore[attr-defined]
    for path in (K, K + "riwayat/"):
        page = sign_in(getattr(full, person)).get(path).content.decode()
        assert ("1234 5674 17" in page or "0812 3456 7417" in page) is sees
        assert ("0812 9999 8888" in page) is sees
        assert ("+628129999" in page) is (sees and path == K), "not hidden in the source either"
        assert ("0812 •••• 417" in page) is not sees


def test_the_page_as_it_was(full: Cast, sign_in) -> None:
    client = sign_in(full.city_admin)
    past = client.get(K + "?per=2014-01-01").content.decode()
    assert "Belum terbentuk pada 1 Januari 2014" in past
    earlier = client.get(K + "?per=2020-01-01").content.decode()
    assert "Sinyal lemah" not in earlier
    assert "Ubah data" not in earlier, "nobody changes the past by looking at it"


def test_gaps_and_overlaps_are_shown(cast: Cast, sign_in) -> None:
    add = lambda number, start, end: actions.add_decree(  # noqa: E731
        group=cast.kayutangan, number=number, starts_on=start, ends_on=end
    )
    add("b", dt.date(2025, 11, 1), dt.date(2025, 12, 31))
    actions.change_decree(decree=cast.kayutangan.decrees.get(number="b"), signed_on=dt.date(2025, 9, 1))
    page = sign_in(cast.city_admin).get(K).content.decode()
    assert "30 hari dengan dua SK" in page


def test_a_complete_record_says_so(cast: Cast, sign_in, chair: Officer) -> None:
    decree = cast.kayutangan.decrees.get()
    actions.change_decree(decree=decree, ends_on=dt.date(2027, 1, 1))
    actions.add_channel(group=cast.kayutangan, kind="website", url="kim.id")
    assert "Catatan KIM ini lengkap" in sign_in(cast.city_admin).get(K).content.decode()


def test_work_without_leave_has_no_button(cast: Cast, sign_in) -> None:
    page = sign_in(cast.member).get(K).content.decode()
    assert "Ketua belum tercatat" in page
    assert "Tambah ketua" not in page
    leader = sign_in(cast.leader).get(K).content.decode()
    assert "Tambah ketua" in leader
    assert "Catat SK baru" not in leader


def test_an_ended_group_says_when_and_can_come_back(cast: Cast, sign_in) -> None:
    client = sign_in(cast.city_admin)
    assert client.get("/kim/35.73.02.1007-1/batal-berakhir/").status_code == 403
    response = client.post(K + "akhiri/", {"on": "2025-06-01", "reason": "Bergabung", "merged_name": "LPMK Kauman"})
    assert response.url == K
    page = client.get(K).content.decode()
    assert "Berakhir 1 Juni 2025" in page
    assert "LPMK Kauman" in page
    assert sign_in(cast.leader).get(K + "batal-berakhir/").status_code == 403
    client = sign_in(cast.city_admin)
    assert client.get(K + "batal-berakhir/").status_code == 200
    assert client.post(K + "batal-berakhir/", {"reason": ""}).status_code == 200
    assert client.post(K + "batal-berakhir/", {"reason": "keliru"}).url == K
    assert Group.objects.get(code="35.73.02.1007-1").ended_on is None


def test_history_says_who_and_what(full: Cast, sign_in) -> None:
    actions.change_group(group=full.kayutangan, formed_on=dt.date(2014, 6, 2), by=full.city_admin)
    page = sign_in(full.member).get(K + "riwayat/").content.decode()
    for piece in (
        "Data KIM diubah",
        "Admin Kota",
        "1 Juni 2014",
        "2 Juni 2014",
        "Pengurus dicatat: Ketua",
        "Kanal dicatat",
    ):
        assert piece in page, piece


def test_the_page_takes_few_queries(full: Cast, sign_in, django_assert_max_num_queries) -> None:
    client = sign_in(full.city_admin)
    for number in range(15):
        actions.add_officer(group=full.kayutangan, position="member", name=f"Anggota {number}")
        actions.add_channel(group=full.kayutangan, kind="website", url=f"situs{number}.id")
    client.get(K)
    with django_assert_max_num_queries(28):
        client.get(K)


# Forms ---------------------------------------------------------------------------------------------------------------

NEW = {"place": "Bambang", "name": "KIM Bambang", "formed_on": "3 Maret 2024", "formed_precision": "day"}


@pytest.mark.parametrize("place", ["Bambang", "desa bambang", "35.07.08.2003", "3507082003", "Bambang, Wajak"])
def test_a_group_is_recorded_by_the_name_of_its_village(cast: Cast, sign_in, place: str) -> None:
    response = sign_in(cast.staff).post("/kim/baru/", {**NEW, "place": place})
    assert response.url == "/kim/35.07.08.2003-1/"
    assert Group.objects.get(code="35.07.08.2003-1").formed_on == dt.date(2024, 3, 3)


def test_two_villages_of_one_name_are_asked_about(cast: Cast, sign_in) -> None:
    from tests.conftest import make_user

    province = make_user("Provinsi", "+6281200000077", "office_staff", "35")
    client = sign_in(province)
    response = client.post("/kim/baru/", {**NEW, "place": "Arjosari"})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Ada beberapa tempat bernama ini" in page
    assert 'value="35.07.11.2006"' in page
    assert 'value="35.73.01.1002"' in page
    assert 'value="KIM Bambang"' in page, "what was typed is kept"
    response = client.post("/kim/baru/", {**NEW, "place": "Arjosari", "place_code": "35.73.01.1002"})
    assert response.url == "/kim/35.73.01.1002-1/"
    assert client.post("/kim/baru/", {**NEW, "place": "Arjosari, Kalipare"}).url == "/kim/35.07.11.2006-1/"


def test_a_misspelt_village_is_proposed(cast: Cast, sign_in) -> None:
    client = sign_in(cast.staff)
    response = client.post("/kim/baru/", {**NEW, "place": "Bambangg"})
    assert 'value="35.07.08.2003"' in response.content.decode()
    assert not Group.objects.filter(area="35.07.08.2003").exists(), "nothing is guessed"
    assert client.post("/kim/baru/", {**NEW, "place": "Bambangg", "place_code": "35.07.08.2003"}).status_code == 302


@pytest.mark.parametrize("place", ["Kauman", "35.73.02.1007", "zzzzzzz", "", "35.07", "99.99.99.9999"])
def test_a_village_of_others_or_of_nobody_is_refused(cast: Cast, sign_in, place: str) -> None:
    before = Group.objects.count()
    response = sign_in(cast.staff).post("/kim/baru/", {**NEW, "place": place})
    assert response.status_code == 200
    assert "35.73.02.1007" not in response.content.decode().replace(f'value="{place}"', "")
    assert Group.objects.count() == before


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "perlu diperbaiki"),
        ({"formed_on": "31/02/2024"}, "31 Februari tidak ada"),
        ({"formed_on": "2026-01-01"}, "belum terjadi"),
        ({"formed_on": "1901-01-01"}, "terlalu lama"),
        ({"kim_number": "3573025208900001"}, "NIK"),
        ({"kim_number": "KIM-1"}, "sudah dipakai KIM lain"),
        ({"contact_phone": "12"}, "tidak terbaca"),
        ({"kimid_url": "javascript:alert(1)"}, "tidak terbaca"),
        ({"formed_precision": "x"}, "perlu diperbaiki"),
    ],
)
def test_bad_input_comes_back_with_a_sentence(cast: Cast, sign_in, changes: dict, sentence: str) -> None:
    make_group(cast.area("35.07.08.2008"), "KIM Codo", TODAY, kim_number="KIM-1")
    response = sign_in(cast.staff).post("/kim/baru/", {**NEW, **changes, "address": "Balai <b>Desa</b>"})
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Balai &lt;b&gt;Desa&lt;/b&gt;" in page
    assert not Group.objects.filter(area="35.07.08.2003").exists()


def test_who_may_not_record_a_group(cast: Cast, client, sign_in) -> None:
    assert client.get("/kim/baru/").url.startswith("/masuk/")
    for person in (cast.viewer, cast.district_officer, cast.forum, cast.leader, cast.stranger):
        assert sign_in(person).post("/kim/baru/", NEW).status_code == 403
    assert sign_in(cast.staff).get("/kim/baru/?wilayah=35.07.08.2003").status_code == 200


def test_the_office_edits_everything(cast: Cast, sign_in) -> None:
    fields = {
        "name": "KIM Kajoetangan",
        "formed_on": "2014-05-01",
        "formed_precision": "by",
        "contact_phone": "0812 3456 7890",
    }
    assert sign_in(cast.city_admin).post(K + "ubah/", fields).url == K
    group = Group.objects.get(code="35.73.02.1007-1")
    assert (group.name, group.formed_precision, group.contact_phone) == ("KIM Kajoetangan", "by", "+6281234567890")


def test_an_uncertain_day_may_have_an_earliest_one(cast: Cast, sign_in) -> None:
    client = sign_in(cast.city_admin)
    fields = {"name": "KIM Kayutangan", "formed_on": "31 Desember 2014", "formed_precision": "by"}
    bad = client.post(K + "ubah/", {**fields, "formed_not_before": "1 Januari 2015"})
    assert "setelah KIM tercatat ada" in bad.content.decode()
    assert client.post(K + "ubah/", {**fields, "formed_not_before": "1 Januari 2012"}).url == K
    page = client.get(K).content.decode()
    assert "Terbentuk antara Minggu, 1 Januari 2012 dan Rabu, 31 Desember 2014" in page
    # A certain day needs no earliest one; what was typed there is dropped.
    client.post(K + "ubah/", {**fields, "formed_precision": "day", "formed_not_before": "1 Januari 2012"})
    group = Group.objects.get(code="35.73.02.1007-1")
    assert (group.formed_precision, group.formed_not_before) == ("day", None)


def test_a_leader_edits_the_profile_only(cast: Cast, sign_in) -> None:
    client = sign_in(cast.leader)
    page = client.get(K + "ubah/").content.decode()
    assert 'name="profile"' in page
    assert 'name="formed_on"' not in page
    client.post(K + "ubah/", {"profile": "Kampung heritage.", "name": "Lain", "formed_on": "2001-01-01"})
    group = Group.objects.get(code="35.73.02.1007-1")
    assert (group.profile, group.name, group.formed_on.year) == ("Kampung heritage.", "KIM Kayutangan", 2014)


def test_officers_are_added_changed_and_erased(cast: Cast, sign_in) -> None:
    client = sign_in(cast.leader)
    decree = cast.kayutangan.decrees.get()
    fields = {"position": "chair", "name": "Wahyu  Contoh", "phone": "0812-3456-7417", "decree": decree.number}
    assert client.post(K + "pengurus/baru/?jabatan=chair", fields).url == K
    officer = Officer.objects.get()
    assert (officer.name, officer.phone, officer.decree) == ("Wahyu Contoh", "+6281234567417", decree)
    bad = client.post(K + "pengurus/1/", {**fields, "since": "2025-05-01", "until": "2025-01-01"})
    assert "tidak boleh sebelum hari mulai" in bad.content.decode()
    assert client.post(K + "pengurus/1/", {**fields, "until": "2025-05-01"}).url == K
    client = sign_in(cast.city_admin)
    assert "Hapus data pribadi" in client.get(K + "pengurus/1/hapus-data/").content.decode()
    assert client.post(K + "pengurus/1/hapus-data/").url == K
    officer.refresh_from_db()
    assert officer.name == "Dihapus atas permintaan"


def test_another_groups_decree_is_no_choice(cast: Cast, sign_in) -> None:
    fields = {"position": "chair", "name": "X", "decree": cast.gubugklakah.decrees.get().number}
    assert sign_in(cast.city_admin).post(K + "pengurus/baru/", fields).status_code == 200
    assert not Officer.objects.exists()


def test_channels_and_partners(cast: Cast, sign_in) -> None:
    client = sign_in(cast.leader)
    assert client.post(K + "kanal/baru/", {"kind": "instagram", "url": "@kimkayutangan"}).url.startswith("/kanal/")
    again = client.post(K + "kanal/baru/", {"kind": "instagram", "url": "instagram.com/kimkayutangan"})
    assert "@kimkayutangan sudah tercatat" in again.content.decode()
    wrong = client.post(K + "kanal/baru/", {"kind": "whatsapp", "url": "https://wa.me/62812"})
    assert "whatsapp.com/channel/" in wrong.content.decode()
    assert client.post(K + "kanal/1/", {"kind": "instagram", "url": "@kim.kayutangan"}).url.startswith("/kanal/")
    assert cast.kayutangan.channels.get().url == "https://www.instagram.com/kim.kayutangan/"
    assert client.post(K + "mitra/baru/", {"kind": "pokmas", "name": "Pokmas"}).url == K
    assert client.post(K + "mitra/1/", {"kind": "pokmas", "name": ""}).status_code == 200
    assert client.post(K + "mitra/1/", {"kind": "lpmk", "name": "LPMK", "until": "2025-01-01"}).url == K
    assert "LPMK" not in client.get(K).content.decode().split("Lembaga mitra")[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2020-01-01"}, "SK berakhir sebelum mulai"),
        ({"ends_on": "2099-01-01"}, "lebih dari 20 tahun"),
        ({"number": "141/1/35.73.02.1007"}, "sudah tercatat pada KIM ini"),
        ({"starts_on": "tahun depan"}, "tidak terbaca sebagai tanggal"),
        ({"signed_on": "2030-01-01"}, "ditetapkan setelah habis"),
    ],
)
def test_a_bad_decree_comes_back(cast: Cast, sign_in, changes: dict, sentence: str) -> None:
    fields = {"number": "9", "signer_kind": "village", "starts_on": "2025-10-01", "ends_on": "2027-09-30", **changes}
    response = sign_in(cast.city_admin).post(K + "sk/baru/", fields)
    assert sentence in response.content.decode()
    assert cast.kayutangan.decrees.count() == 1


def test_a_decree_is_corrected(cast: Cast, sign_in) -> None:
    fields = {"number": "9", "signer_kind": "district", "starts_on": "2014-06-01", "ends_on": "2027-09-30"}
    assert sign_in(cast.city_admin).post(K + "sk/1/", fields).url == K
    assert cast.kayutangan.decrees.get().number == "9"
    assert "SK Camat Klojen" in sign_in(cast.city_admin).get(K).content.decode()


def test_obstacles_and_notes_of_a_group(cast: Cast, sign_in) -> None:
    client = sign_in(cast.forum)
    assert client.post(K + "kendala/baru/", {"kind": "Partisipasi warga menurun", "on": "2025-09-01"}).url == K
    assert client.post(K + "kendala/1/", {"on": "2025-09-20", "resolution": "Rapat RW"}).url == K
    assert "Rapat RW" in client.get(K).content.decode()
    assert client.get(K + "kendala/1/").url == K
    assert client.post(K + "kendala/1/").url == K
    assert cast.kayutangan.obstacles.get().resolved_on is None
    assert client.post(K + "catatan/baru/", {"text": "Ketua baru ramah."}).url == K
    assert "Ketua baru ramah." in client.get(K).content.decode()


# Own data ------------------------------------------------------------------------------------------------------------


def test_a_persons_own_data_in_the_register(cast: Cast) -> None:
    actions.add_officer(group=cast.kayutangan, position="chair", name="Ketua Kayutangan", phone=cast.leader.phone)
    actions.change_group(group=cast.kayutangan, contact_name="Ketua Kayutangan", contact_phone=cast.leader.phone)
    actions.add_officer(group=cast.kayutangan, position="member", name="Orang Lain", phone="+6281277777777")
    assert [row.label for row in OFFICERS.see(cast.leader).rows] == ["KIM Kayutangan", "KIM Kayutangan"]
    exported = OFFICERS.export(cast.leader)
    assert [office["position"] for office in exported["offices"]] == ["chair"]
    OFFICERS.erase(cast.leader)
    assert sorted(Officer.objects.values_list("name", flat=True)) == ["Dihapus atas permintaan", "Orang Lain"]
    assert Group.objects.get(pk=cast.kayutangan.pk).contact_phone == ""
    assert OFFICERS.export(cast.leader)["offices"] == []
    assert OFFICERS.export(cast.stranger)["contact_of"] == []


# A second chair -------------------------------------------------------------------------------------------------------

SECOND = {"position": "chair", "name": "Sari Contoh", "decree": "141/1/35.73.02.1007", "since": "2025-09-01"}
NEW_OFFICER = "/kim/35.73.02.1007-1/pengurus/baru/"


def test_a_second_chair_of_the_term_is_asked_about(cast: Cast, chair, sign_in) -> None:
    client = sign_in(cast.leader)
    page = client.post(NEW_OFFICER, SECOND).content.decode()
    assert "Wahyu Contoh sudah tercatat sebagai ketua sampai 30 November 2025. Pilih mana yang benar." in page
    assert 'value="Sari Contoh"' in page
    assert cast.kayutangan.officers.count() == 1
    assert client.post(NEW_OFFICER, {**SECOND, "after_chair": "both"}).url == "/kim/35.73.02.1007-1/"
    assert cast.kayutangan.officers.filter(position="chair", until=None).count() == 2


def test_the_earlier_chair_goes_when_the_second_comes(cast: Cast, chair, sign_in) -> None:
    client = sign_in(cast.leader)
    without_day = client.post(NEW_OFFICER, {**SECOND, "since": "", "after_chair": "end"}).content.decode()
    assert "Tulis sejak kapan ketua ini bertugas" in without_day
    too_early = client.post(NEW_OFFICER, {**SECOND, "since": "2014-06-01", "after_chair": "end"}).content.decode()
    assert "Wahyu Contoh baru mulai 1 Juni 2014" in too_early
    assert cast.kayutangan.officers.count() == 1
    client.post(NEW_OFFICER, {**SECOND, "after_chair": "end"})
    chair.refresh_from_db()
    assert chair.until == dt.date(2025, 9, 1)
    history = client.get("/kim/35.73.02.1007-1/riwayat/").content.decode()
    assert "Pengurus diubah: Ketua" in history
    page = client.get("/kim/35.73.02.1007-1/").content.decode()
    assert page.index("Sari Contoh") < page.index("Pengurus sebelumnya") < page.index("Wahyu Contoh")


@pytest.mark.parametrize(
    "change",
    [
        {"position": "secretary"},
        {"since": "2025-12-01"},
        {"decree": "141/2/35.73.02.1007"},
    ],
    ids=["another office", "after the term", "another term"],
)
def test_no_question_where_two_chairs_do_not_meet(cast: Cast, chair, sign_in, change: dict) -> None:
    cast.kayutangan.decrees.create(
        number="141/2/35.73.02.1007", starts_on=dt.date(2025, 8, 1), ends_on=dt.date(2028, 7, 31)
    )
    chair.until = dt.date(2025, 12, 1)
    chair.save()
    assert "Pilih mana yang benar" not in sign_in(cast.leader).post(NEW_OFFICER, {**SECOND, **change}).content.decode()


def test_a_correction_of_the_only_chair_asks_nothing(cast: Cast, chair, sign_in) -> None:
    path = "/kim/35.73.02.1007-1/pengurus/1/"
    decree = cast.kayutangan.decrees.get().number
    sign_in(cast.leader).post(path, {"position": "chair", "name": "Wahyu C.", "decree": decree})
    chair.refresh_from_db()
    assert chair.name == "Wahyu C."


def test_the_form_proposes_the_first_vacant_office(cast: Cast, chair, sign_in) -> None:
    page = sign_in(cast.leader).get(NEW_OFFICER).content.decode()
    assert '<option value="secretary" selected>' in page
    asked = sign_in(cast.leader).get(NEW_OFFICER + "?jabatan=chair").content.decode()
    assert '<option value="chair" selected>' in asked
