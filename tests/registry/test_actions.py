"""What the register's verbs write, refuse and tell the trail."""

import datetime as dt

import pytest
from django.db import transaction

from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent
from kentongan.registry import actions
from kentongan.registry.models import FormationCase, Group, Obstacle, Officer
from kentongan.registry.queries.group_page import GroupRecord
from kentongan.registry.scans import read_scan
from tests.conftest import TODAY, Cast
from tests.registry.conftest import PDF, picture, stored


def last_event() -> AuditEvent:
    return AuditEvent.objects.first()


# Groups --------------------------------------------------------------------------------------------------------------


def test_a_new_group_gets_the_next_number_of_its_village(cast: Cast) -> None:
    group = actions.create_group(
        area=cast.area("35.73.02.1007"), name="KIM Kedua", formed_on=dt.date(2024, 1, 2), by=cast.city_admin
    )
    assert group.code == "35.73.02.1007-2"
    event = last_event()
    assert (event.verb, event.subject_kind, event.subject_key, event.area_code) == (
        "create",
        "group",
        "35.73.02.1007-2",
        "35.73.02.1007",
    )
    assert event.by == cast.city_admin
    assert event.changes["formed_on"] == [None, "2024-01-02"]
    assert "address" not in event.changes, "what is empty is no change"


def test_numbers_are_not_given_out_twice(cast: Cast) -> None:
    area = cast.area("35.73.02.1007")
    Group.objects.create(area=area, name="x", code="35.73.02.1007-12", formed_on=TODAY)
    assert actions.create_group(area=area, name="y", formed_on=TODAY).code == "35.73.02.1007-13"


def test_a_group_belongs_to_a_village_or_kecamatan(cast: Cast) -> None:
    assert actions.create_group(area=cast.area("35.73.02"), name="a", formed_on=TODAY).code == "35.73.02-1"
    with pytest.raises(Refused):
        actions.create_group(area=cast.area("35.73"), name="b", formed_on=TODAY)


def test_who_may_not_create_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.create_group(area=cast.area("35.07.08.2003"), name="a", formed_on=TODAY, by=cast.city_admin)
    assert not Group.objects.filter(area="35.07.08.2003").exists()


def test_a_change_tells_from_what_to_what(cast: Cast) -> None:
    actions.change_group(group=cast.kayutangan, address="Balai RW 09", by=cast.leader)
    assert last_event().changes == {"address": ["", "Balai RW 09"]}


def test_no_change_tells_nothing(cast: Cast) -> None:
    actions.change_group(group=cast.kayutangan, name=cast.kayutangan.name, by=cast.city_admin)
    assert not AuditEvent.objects.exists()


def test_a_leader_changes_the_profile_but_not_the_name(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.change_group(group=cast.kayutangan, name="KIM Lain", profile="x", by=cast.leader)
    cast.kayutangan.refresh_from_db()
    assert (cast.kayutangan.name, cast.kayutangan.profile) == ("KIM Kayutangan", "")


def test_a_national_number_is_used_once(cast: Cast) -> None:
    actions.change_group(group=cast.kayutangan, kim_number="KIM-7")
    with pytest.raises(Conflict):
        actions.change_group(group=cast.gubugklakah, kim_number="KIM-7")


def test_a_day_that_becomes_certain_leaves_no_span(cast: Cast) -> None:
    group = actions.change_group(
        group=cast.kayutangan, formed_precision="by", formed_on=TODAY, formed_not_before=dt.date(2025, 1, 1)
    )
    assert group.formed_not_before == dt.date(2025, 1, 1)
    assert actions.change_group(group=group, formed_on=dt.date(2024, 6, 1)).formed_not_before is None
    group = actions.change_group(group=group, formed_not_before=dt.date(2024, 1, 1), by=cast.city_admin)
    group = actions.change_group(group=group, formed_precision="day", by=cast.city_admin)
    assert group.formed_not_before is None
    assert last_event().changes["formed_not_before"] == ["2024-01-01", None]


def test_a_group_ends_into_a_partner_and_stays_in_the_past(cast: Cast) -> None:
    on = dt.date(2025, 6, 1)
    group = actions.end_group(
        group=cast.kayutangan,
        on=on,
        reason="Bergabung",
        merged_kind="lpmk",
        merged_name="LPMK Kauman",
        by=cast.city_admin,
    )
    assert group.exists_on(on - dt.timedelta(days=1))
    assert not group.exists_on(on)
    partner = group.partners.get()
    assert (partner.name, partner.since) == ("LPMK Kauman", on)
    event = last_event()
    assert (event.verb, event.reason) == ("end", "Bergabung")
    assert event.changes["merged_into"] == [None, "LPMK Kauman"]


def test_a_group_does_not_end_twice_nor_before_it_began(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.end_group(group=cast.kayutangan, on=dt.date(2010, 1, 1), reason="x")
    actions.end_group(group=cast.kayutangan, on=TODAY, reason="x")
    with pytest.raises(Conflict):
        actions.end_group(group=cast.kayutangan, on=TODAY, reason="x")
    reopened = actions.reopen_group(group=cast.kayutangan, reason="keliru", by=cast.city_admin)
    assert reopened.ended_on is None
    assert last_event().changes["ended_on"] == ["2025-09-25", None]


# Decrees -------------------------------------------------------------------------------------------------------------

TERM = {"number": "188/9", "starts_on": dt.date(2026, 1, 1), "ends_on": dt.date(2028, 12, 31)}


def test_a_decree_with_its_scan(cast: Cast, upload, files) -> None:
    decree = actions.add_decree(
        group=cast.kayutangan, scan=read_scan(upload(name="../../jahat.pdf")), by=cast.city_admin, **TERM
    )
    [path] = stored(files)
    assert path.parent.name == "sk"
    assert "jahat" not in path.name
    assert path.suffix == ".pdf"
    assert path.read_bytes() == PDF
    assert decree.scan_type == "application/pdf"
    assert last_event().changes["scan"] == [None, "PDF"]


def test_a_replaced_scan_is_removed_once_that_is_sure(
    cast: Cast, upload, files, django_capture_on_commit_callbacks
) -> None:
    decree = actions.add_decree(group=cast.kayutangan, scan=read_scan(upload()), **TERM)
    [old] = stored(files)
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_decree(decree=decree, scan=read_scan(upload(picture(), "foto.pdf")), by=cast.city_admin)
        assert old in stored(files), "until the transaction ends"
    [new] = stored(files)
    assert new != old
    assert new.suffix == ".png"
    assert last_event().changes == {"scan": ["PDF", "PNG"]}


def test_a_scan_can_be_taken_away(cast: Cast, upload, files, django_capture_on_commit_callbacks) -> None:
    decree = actions.add_decree(group=cast.kayutangan, scan=read_scan(upload()), **TERM)
    with django_capture_on_commit_callbacks(execute=True):
        decree = actions.change_decree(decree=decree, drop_scan=True)
    assert stored(files) == []
    assert not decree.scan


def test_a_refused_decree_leaves_no_file(cast: Cast, upload, files) -> None:
    for values in ({**TERM, "ends_on": dt.date(2025, 1, 1)}, {**TERM, "number": cast.kayutangan.decrees.get().number}):
        with pytest.raises((Refused, Conflict)):
            actions.add_decree(group=cast.kayutangan, scan=read_scan(upload()), **values)
    assert stored(files) == []
    assert cast.kayutangan.decrees.count() == 1


def test_a_leader_records_no_decree(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.add_decree(group=cast.kayutangan, by=cast.leader, **TERM)


# Officers ------------------------------------------------------------------------------------------------------------


def test_an_officer_steps_down_and_stays_on_record(cast: Cast, chair: Officer) -> None:
    actions.change_officer(officer=chair, until=dt.date(2025, 5, 1), by=cast.leader)
    record = GroupRecord(cast.kayutangan, TODAY)
    assert record.board == []
    assert [officer.name for board in record.earlier_boards for officer in board.officers] == ["Wahyu Contoh"]
    assert [officer.name for officer in GroupRecord(cast.kayutangan, dt.date(2025, 4, 30)).board] == ["Wahyu Contoh"]


def test_an_officer_does_not_stop_before_starting(cast: Cast, chair: Officer) -> None:
    with pytest.raises(Refused):
        actions.change_officer(officer=chair, since=TODAY, until=dt.date(2025, 1, 1))


def test_an_officer_is_of_an_own_decree(cast: Cast) -> None:
    with pytest.raises(Refused):
        actions.add_officer(
            group=cast.kayutangan, position="chair", name="x", decree=cast.gubugklakah.decrees.get(), by=cast.city_admin
        )


def test_erasing_takes_the_person_out_of_the_record_and_the_history(cast: Cast, chair: Officer) -> None:
    group = actions.change_group(group=cast.kayutangan, contact_name="Wahyu Contoh", contact_phone="+6281234567417")
    actions.change_officer(officer=chair, phone="+6281234567000", by=cast.city_admin)
    actions.erase_officer(officer=chair, by=cast.city_admin)
    chair.refresh_from_db()
    group.refresh_from_db()
    assert (chair.name, chair.phone, chair.position) == ("Dihapus atas permintaan", "", "chair")
    assert (group.contact_name, group.contact_phone) == ("", "")
    kept = "".join(f"{event.changes}{event.subject_label}{event.reason}" for event in AuditEvent.objects.all())
    assert "Wahyu" not in kept
    assert "812345" not in kept
    assert last_event().verb == "erase"
    assert AuditEvent.objects.filter(subject_kind="officer").count() == 3, "that something changed stays"


def test_a_leader_erases_nobody(cast: Cast, chair: Officer) -> None:
    with pytest.raises(Refused):
        actions.erase_officer(officer=chair, by=cast.leader)


# Channels and partners -----------------------------------------------------------------------------------------------


def test_a_handle_becomes_an_address(cast: Cast) -> None:
    channel = actions.add_channel(group=cast.kayutangan, kind="instagram", url="@kimkayutangan", by=cast.leader)
    assert channel.url == "https://www.instagram.com/kimkayutangan/"
    with pytest.raises(Conflict):
        actions.add_channel(group=cast.kayutangan, kind="instagram", url="instagram.com/kimkayutangan")
    with pytest.raises(Refused):
        actions.change_channel(channel=channel, kind="youtube", url="https://youtu.be/x")
    actions.change_channel(channel=channel, until=TODAY, by=cast.leader)
    assert last_event().changes == {"until": [None, "2025-09-25"]}


def test_a_partner(cast: Cast) -> None:
    partner = actions.add_partner(group=cast.kayutangan, kind="pokmas", name="Pokmas Kauman", by=cast.leader)
    actions.change_partner(partner=partner, name="Pokmas Kauman Guyub", by=cast.leader)
    assert last_event().changes == {"name": ["Pokmas Kauman", "Pokmas Kauman Guyub"]}
    with pytest.raises(Refused):
        actions.change_partner(partner=partner, name="x", by=cast.forum)


# Formation -----------------------------------------------------------------------------------------------------------


def test_one_way_at_a_time(cast: Cast, case: FormationCase) -> None:
    with pytest.raises(Conflict):
        actions.start_case(area=case.area, on=TODAY, by=cast.district_officer)
    with pytest.raises(Refused):
        actions.start_case(area=cast.area("35.73.02.1007"), on=TODAY)
    with pytest.raises(Refused):
        actions.start_case(area=cast.area("35.73.02"), on=TODAY)


def test_a_step_is_noted_once_and_can_be_undone(cast: Cast, case: FormationCase) -> None:
    with pytest.raises(Conflict):
        actions.note_step(case=case, step="discussed", on=TODAY, by=cast.district_officer)
    actions.undo_step(case=case, step="discussed", reason="tanggal keliru", by=cast.district_officer)
    event = last_event()
    assert (event.verb, event.reason) == ("undo_step", "tanggal keliru")
    assert event.changes["done_on"] == ["2025-08-11", None]
    with pytest.raises(Conflict):
        actions.undo_step(case=case, step="discussed", by=cast.district_officer)
    actions.note_step(case=case, step="discussed", on=TODAY, by=cast.district_officer)


def test_a_step_before_the_start_moves_the_start(cast: Cast, case: FormationCase) -> None:
    actions.note_step(case=case, step="officers", on=dt.date(2025, 6, 1))
    case.refresh_from_db()
    assert case.opened_on == dt.date(2025, 6, 1)


def test_the_way_can_be_given_up_and_begun_again(cast: Cast, case: FormationCase) -> None:
    with pytest.raises(Refused):
        actions.close_case(case=case, on=dt.date(2024, 1, 1), reason="x")
    actions.close_case(case=case, on=TODAY, reason="menunggu kepala desa", by=cast.district_officer)
    with pytest.raises(Conflict):
        actions.note_step(case=case, step="officers", on=TODAY)
    assert actions.start_case(area=case.area, on=TODAY).pk != case.pk


def test_the_last_step_forms_the_group_with_its_decree(cast: Cast, case: FormationCase, upload, files) -> None:
    group = actions.form_group(
        case=case,
        group={"name": "KIM Bambang", "formed_on": TODAY},
        decree={**TERM, "signed_on": TODAY},
        scan=read_scan(upload()),
        by=cast.staff,
    )
    case.refresh_from_db()
    assert (case.group, case.closed_on) == (group, TODAY)
    assert case.steps.get(step="decreed").fact == "188/9"
    assert group.decrees.get().number == "188/9"
    assert len(stored(files)) == 1
    assert {event.verb for event in AuditEvent.objects.filter(subject_kind="village")} >= {"form_group"}


def test_a_refused_decree_forms_no_group(cast: Cast, case: FormationCase, upload, files) -> None:
    with pytest.raises(Refused), transaction.atomic():
        actions.form_group(
            case=case,
            group={"name": "KIM Bambang", "formed_on": TODAY},
            decree={**TERM, "ends_on": dt.date(2020, 1, 1)},
            scan=read_scan(upload()),
            by=cast.staff,
        )
    case.refresh_from_db()
    assert case.closed_on is None
    assert not Group.objects.filter(area=case.area_id).exists()
    assert stored(files) == []


def test_the_kecamatan_follows_but_does_not_form(cast: Cast, case: FormationCase) -> None:
    with pytest.raises(Refused):
        actions.form_group(case=case, group={"name": "a", "formed_on": TODAY}, decree=TERM, by=cast.district_officer)
    with pytest.raises(Refused):
        actions.note_step(case=case, step="officers", on=TODAY, by=cast.forum)


# Obstacles and notes -------------------------------------------------------------------------------------------------


@pytest.fixture
def obstacle(cast: Cast) -> Obstacle:
    return actions.note_obstacle(
        area=cast.area("35.07.08.2003"),
        office=cast.malang,
        kind_name="Meminta honor",
        on=dt.date(2025, 8, 1),
        by=cast.district_officer,
    )


def test_the_first_obstacle_brings_the_list(cast: Cast, obstacle: Obstacle) -> None:
    names = [kind.name for kind in cast.malang.obstacle_kinds.all()]
    assert len(names) == 8
    assert "Sinyal lemah" in names
    actions.create_default_obstacle_kinds(cast.malang)
    assert cast.malang.obstacle_kinds.count() == 8


def test_an_obstacle_is_overcome_and_comes_back(cast: Cast, obstacle: Obstacle) -> None:
    with pytest.raises(Refused):
        actions.resolve_obstacle(obstacle=obstacle, on=dt.date(2025, 7, 1), resolution="x")
    actions.resolve_obstacle(obstacle=obstacle, on=TODAY, resolution="Uang transpor", by=cast.district_officer)
    assert last_event().changes["resolution"] == [None, "Uang transpor"]
    with pytest.raises(Conflict):
        actions.resolve_obstacle(obstacle=obstacle, on=TODAY, resolution="x")
    actions.reopen_obstacle(obstacle=obstacle, by=cast.staff)
    with pytest.raises(Conflict):
        actions.reopen_obstacle(obstacle=obstacle)


def test_the_list_is_the_offices_own(cast: Cast, obstacle: Obstacle) -> None:
    kind = actions.change_obstacle_kind(
        office=cast.malang, name="Meminta honor", new_name="Menanyakan honor", is_offered=False, by=cast.admin
    )
    obstacle.refresh_from_db()
    assert (obstacle.kind, kind.is_offered) == (kind, False)
    for act in (
        lambda: actions.change_obstacle_kind(office=cast.malang, name="Meminta honor", new_name="x"),
        lambda: actions.change_obstacle_kind(office=cast.malang, name="Sinyal lemah", new_name="Menanyakan honor"),
        lambda: actions.add_obstacle_kind(office=cast.malang, name="Sinyal lemah"),
        lambda: actions.note_obstacle(area=obstacle.area, office=cast.malang, kind_name="Tidak ada", on=TODAY),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(Refused):
        actions.add_obstacle_kind(office=cast.malang, name="x", by=cast.city_admin)


def test_a_note(cast: Cast) -> None:
    note = actions.add_note(area=cast.kayutangan.area, group=cast.kayutangan, text="Rapat lancar.", by=cast.forum)
    assert note.by == cast.forum
    assert (last_event().verb, last_event().subject_key) == ("add_note", cast.kayutangan.code)
    with pytest.raises(Refused):
        actions.add_note(area=cast.kayutangan.area, text="x", by=cast.leader)


# Targets -------------------------------------------------------------------------------------------------------------

TARGET = {
    "measure": "formed_new",
    "year": 2023,
    "value": 53,
    "source": "Siaran pers",
    "stated_on": dt.date(2023, 6, 16),
}


def test_two_sources_may_disagree_but_not_one_with_itself(cast: Cast) -> None:
    target = actions.set_target(office=cast.malang, by=cast.admin, **TARGET)
    actions.set_target(office=cast.malang, by=cast.admin, **{**TARGET, "source": "Renstra", "value": 60})
    with pytest.raises(Conflict):
        actions.set_target(office=cast.malang, **{**TARGET, "value": 99})
    actions.change_target(target=target, value=54, by=cast.staff)
    assert last_event().changes == {"value": [53, 54]}
    with pytest.raises(Refused):
        actions.drop_target(target=target, by=cast.city_admin)
    actions.drop_target(target=target, reason="keliru", by=cast.staff)
    assert last_event().changes["source"] == ["Siaran pers", None]
    assert cast.malang.targets.count() == 1
