"""Loading: only in demo mode, only once, the same every time, and nobody in it is real."""

import datetime as dt
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from kentongan.accounts.models import Office, User
from kentongan.accounts.queries import demo_doors
from kentongan.areas.models import Area, AreaSpelling
from kentongan.areas.queries import build_name_index
from kentongan.areas.rules import Found, VillageQuery, resolve_village
from kentongan.core.models import AuditEvent
from kentongan.demo import data
from kentongan.demo.actions import load_demo
from kentongan.demo.rules import Village, plan_network
from kentongan.registry.models import (
    Channel,
    Decree,
    FormationCase,
    FormationStep,
    Group,
    Note,
    Obstacle,
    Officer,
    Partner,
    Target,
)
from kentongan.registry.scans import read_scan

TABLES = (
    Area, AreaSpelling, AuditEvent, Channel, Decree, FormationCase, FormationStep, Group, Note, Obstacle, Office,
    Officer, Partner, Target, User,
)  # fmt: skip
INVENTED = re.compile(
    r"(Pengurus|Pejabat|Staf|Anggota|Pembaca) Contoh \d+|Contoh (Kabupaten|Kota|Forum|Wajak|Kayutangan)"
)
LEADS_NOWHERE = re.compile(r"https://(?:[a-z0-9-]+\.)*contoh\.example/")
NUMBERS = re.compile(r"\+628120000\d{4}")


def test_outside_the_demo_the_command_refuses(db, settings):
    settings.DEMO = False
    with pytest.raises(CommandError, match="mode demo"):
        call_command("demo")
    assert not User.objects.exists()


def test_a_second_run_changes_nothing_and_asks_next_to_nothing(network, settings, django_assert_max_num_queries):
    settings.DEMO = True
    before = {table: table.objects.count() for table in TABLES}
    newest = AuditEvent.objects.latest("id").pk
    out = StringIO()
    with django_assert_max_num_queries(10):
        call_command("demo", stdout=out)
    assert "sudah ada" in out.getvalue()
    assert {table: table.objects.count() for table in TABLES} == before
    assert AuditEvent.objects.latest("id").pk == newest
    with django_assert_max_num_queries(1):
        assert load_demo() is None


def test_the_plan_is_the_same_every_time(network):
    villages = [Village(*row) for row in Area.objects.filter(level="village").values_list("code", "name")]
    assert plan_network(villages) == plan_network(reversed(villages))
    assert {group.code for group in plan_network(villages).groups} == set(Group.objects.values_list("code", flat=True))


def test_nobody_has_a_real_looking_name(network):
    people = [
        *User.objects.values_list("name", flat=True),
        *Officer.objects.values_list("name", flat=True),
        *Decree.objects.values_list("signer_name", flat=True),
        *Group.objects.exclude(contact_name="").values_list("contact_name", flat=True),
    ]
    assert len(people) > 1000
    assert [name for name in people if not INVENTED.fullmatch(name)] == []


def test_nobody_can_be_rung_and_no_address_leads_anywhere(network):
    phones = [
        *User.objects.values_list("phone", flat=True),
        *Officer.objects.exclude(phone="").values_list("phone", flat=True),
        *Group.objects.exclude(contact_phone="").values_list("contact_phone", flat=True),
    ]
    assert [phone for phone in phones if not NUMBERS.fullmatch(phone)] == []
    urls = [
        *Channel.objects.values_list("url", flat=True),
        *Group.objects.exclude(kimid_url="").values_list("kimid_url", flat=True),
    ]
    assert urls
    assert [url for url in urls if not LEADS_NOWHERE.match(url)] == []


def test_nobody_of_the_demo_has_a_password(network):
    assert not any(user.has_usable_password() for user in User.objects.all())


def test_five_doors_open(network):
    assert [name for name, _words in demo_doors()] == [
        "demo-kabupaten",
        "demo-kota",
        "demo-forum",
        "demo-wajak",
        "demo-kayutangan",
    ]


def test_the_leader_of_kayutangan_leads_kayutangan(network):
    leader = User.objects.get(username="demo-kayutangan")
    group = Group.objects.get(name="KIM Kayutangan")
    assert leader.duties.get().group_code == group.code
    assert leader.offices_held.get().group == group


def test_scans_are_real_files_that_the_register_would_take(network):
    decrees = Decree.objects.exclude(scan="")
    assert decrees.filter(group__name="KIM Kayutangan").exists()
    kinds = set()
    for decree in decrees:
        with decree.scan as file:
            kinds.add(read_scan(file).content_type)
            assert read_scan(file).content_type == decree.scan_type
    assert kinds == {"application/pdf", "image/png"}


def test_bambang_has_done_four_of_six_steps_and_two_things_stand_in_the_way(network):
    case = FormationCase.objects.get(area__name="Bambang", area__district_code="35.07.08")
    assert [str(step.done_on) for step in case.steps.all()] == ["2025-07-16", "2025-08-11", "2025-08-27", "2025-09-22"]
    obstacles = Obstacle.objects.filter(area=case.area)
    assert obstacles.filter(resolved_on=None).count() == 2
    assert obstacles.exclude(resolved_on=None).count() == 1


def test_the_regencys_villages_set_out_after_june_2023(network):
    opened = FormationCase.objects.filter(area__regency_code=data.REGENCY).values_list("opened_on", flat=True)
    assert min(opened) > dt.date(2023, 6, 15)


def test_steps_follow_their_order_and_none_lies_ahead(network):
    order = ["socialised", "discussed", "officers", "filed", "checked", "decreed"]
    for case in FormationCase.objects.prefetch_related("steps"):
        steps = [(step.done_on, order.index(step.step)) for step in case.steps.all()]
        assert steps == sorted(steps)
        assert all(case.opened_on <= day <= (case.closed_on or data.TODAY) for day, _place in steps)


def test_nothing_happened_before_the_register_was_opened_or_after_today(network):
    moments = AuditEvent.objects.exclude(subject_kind="area").values_list("at", flat=True)
    assert min(moments).date() >= dt.date(2025, 1, 6)
    assert max(moments).date() <= data.TODAY


@pytest.mark.parametrize(
    ("written", "code"),
    [("Rampal Celaket", "35.73.02.1002"), ("Tasikmadu", "35.73.05.1012"), ("Gubuk Klakah", data.GUBUGKLAKAH)],
)
def test_what_the_press_writes_finds_the_village(network, written, code):
    scope = Area.objects.get(code=code[:5])
    found = resolve_village(VillageQuery(village=written), build_name_index(scope, data.TODAY))
    assert found == Found(code)
