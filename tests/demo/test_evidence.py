"""What the shipped instruments find in the demo's evidence is what was published; nothing of it is stored."""

import datetime as dt
import re

import pytest

from kentongan.areas.models import Area
from kentongan.assessment.actions.instruments import adopt, put_in_force
from kentongan.assessment.enums import Purpose
from kentongan.assessment.models import Determination, Instrument
from kentongan.assessment.queries.determinations import content_of
from kentongan.assessment.queries.facts import facts_of
from kentongan.assessment.queries.in_force import document_of
from kentongan.assessment.queries.standings import standings
from kentongan.assessment.rules.checker import check
from kentongan.assessment.rules.determination import digest_of
from kentongan.assessment.rules.engine import rank_on
from kentongan.demo import data
from kentongan.demo.pulse import plan_acts
from kentongan.demo.rules import Village, plan_network
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.models import Evidence, Review, Tally
from kentongan.evidence.rules.tally import unpack
from kentongan.registry.models import Group

# Names that nobody can have; the demo's own harvest finds them on this machine.
LEADS_NOWHERE = re.compile(r"https://(?:[a-z0-9-]+\.)*contoh\.example/")


def test_the_same_villages_lead_to_the_same_acts(network):
    villages = [Village(*row) for row in Area.objects.filter(level="village").values_list("code", "name")]
    assert plan_acts(plan_network(villages)) == plan_acts(plan_network(reversed(villages)))


def test_nothing_happens_after_the_demos_day_or_before_a_group(network):
    assert not Evidence.objects.filter(occurred_on__gt=data.TODAY).exists()
    for evidence in Evidence.objects.select_related("group").filter(group__formed_precision="day"):
        assert evidence.occurred_on >= evidence.group.formed_on


def test_some_reports_still_wait_and_others_were_confirmed(network):
    reported = Evidence.objects.filter(source=Source.REPORTED)
    waiting = reported.exclude(reviews__isnull=False)
    assert 0 < waiting.count() < 60
    assert Review.objects.filter(evidence__in=reported).count() == reported.count() - waiting.count()
    assert waiting.earliest("occurred_on").occurred_on > data.TODAY - dt.timedelta(days=14)


def test_addresses_lead_nowhere(network):
    # What is shown on the demo's own sites lies on this server.
    urls = Evidence.objects.exclude(url="").exclude(source=Source.PUBLISHED).values_list("url", flat=True)
    assert urls
    assert [url for url in urls if not LEADS_NOWHERE.match(url)] == []


def test_the_tallies_hold_every_record(network):
    tallied = sum(day.n for tally in Tally.objects.all() for day in unpack(tally.year, bytes(tally.days)))
    withdrawn = Evidence.objects.with_verdict().filter(verdict=Verdict.WITHDRAWN)
    assert tallied == Evidence.objects.count() - withdrawn.count()


def test_groups_known_by_an_announcement_only_have_done_nothing(network):
    newest = Group.objects.filter(formed_on=data.REGENCY_SEPTEMBER_2025[0])
    assert newest.count() == 35
    assert not Evidence.objects.filter(group__in=newest).exists()


def tiers(code: str, when: str, instrument: str) -> dict[str, int]:
    area = Area.objects.get(code=code)
    purpose = Purpose.ACTIVITY if instrument == "aktif" else Purpose.TIERS
    return {
        one.name: one.groups
        for one in standings(area, dt.date.fromisoformat(when), purpose, instrument).tiers
        if one.groups
    }


def test_the_city_had_9_10_5_and_6_in_its_klaster(network):
    found = tiers("35.73", "2021-12-14", "klaster-kota-malang")
    assert found == {"Klaster 1": 9, "Klaster 2": 10, "Klaster 3": 5, "Klaster 4": 6}


def test_the_nine_of_klaster_1_are_the_nine_named(network):
    version = Instrument.objects.get(code="klaster-kota-malang").versions.get(number=1)
    day = dt.date(2021, 12, 14)
    groups = Group.objects.existing_on(day).filter(area__regency_code="35.73")
    first = {group.name for group in groups if rank_on(document_of(version), facts_of(group), day) == 4}
    assert first == {
        "KIM Nukus", "KIM Gerabah", "KIM Tlogomas", "KIM Mbois Ilakes", "KIM Cendrawasih", "KIM Obama",
        "KIM Parseh Jaya", "KIM Kayutangan", "KIM Bakalankrajan",
    }  # fmt: skip


def test_gubugklakah_alone_was_berdaya(network):
    assert tiers("35.07", "2023-06-15", "tahap-kim")["Berdaya"] == 1
    group = Group.objects.get(name="KIM Gubugklakah")
    version = Instrument.objects.get(code="tahap-kim").versions.get(number=1)
    assert rank_on(document_of(version), facts_of(group), dt.date(2023, 6, 15)) == 4


@pytest.mark.parametrize("when", ["2025-09-24", "2025-09-25"])
def test_75_of_250_are_active(network, when):
    assert tiers("35.07", when, "aktif") == {"Aktif": 75, "Tidak aktif": 175}


def test_another_instrument_finds_something_else(network):
    instrument = Instrument.objects.get(code="aktif", office="35.07")
    text = instrument.versions.get().text.replace("batas = 3", "batas = 4")
    draft = adopt(office=instrument.office, text=text)
    put_in_force(version=draft, holds_from=dt.date(2025, 9, 24))
    assert tiers("35.07", "2025-09-24", "aktif")["Aktif"] < 75
    assert tiers("35.07", "2025-09-23", "aktif")["Aktif"] >= 75


def test_the_citys_draft_has_the_two_holes_of_the_published_words(network):
    draft = Instrument.objects.get(code="klaster-kota-malang").versions.get(holds_from=None)
    assert len(check(document_of(draft)).holes) == 2


def test_the_city_signed_its_list_of_august_and_the_regency_opened_one(network):
    signed, opened = Determination.objects.get(office="35.73"), Determination.objects.get(office="35.07")
    assert signed.is_signed
    assert signed.digest == digest_of(content_of(signed))
    assert signed.rows.exclude(override_reason="").count() == 1
    assert not opened.is_signed
    assert opened.rows.count() == Group.objects.existing_on(opened.as_of).filter(area__regency_code="35.07").count()


def test_reports_that_wait_show_their_minutes(network):
    photos = Evidence.objects.exclude(file="")
    assert photos.filter(group__name="KIM Kayutangan").exists()
    assert {evidence.file_type for evidence in photos} == {"image/jpeg"}
    assert all(evidence.file.storage.exists(evidence.file.name) for evidence in photos)
