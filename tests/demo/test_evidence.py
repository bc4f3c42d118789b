"""What the shipped instruments find in the demo's evidence is what was published; nothing of it is stored."""

import datetime as dt

from kentongan.areas.models import Area
from kentongan.demo import data
from kentongan.demo.pulse import plan_acts
from kentongan.demo.rules import Village, plan_network
from kentongan.evidence.enums import Source
from kentongan.evidence.models import Evidence, Review, Tally
from kentongan.evidence.rules.tally import unpack
from kentongan.registry.models import Group


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
    assert Review.objects.count() == reported.count() - waiting.count()
    assert waiting.earliest("occurred_on").occurred_on > data.TODAY - dt.timedelta(days=14)


def test_addresses_lead_nowhere(network):
    urls = Evidence.objects.exclude(url="").values_list("url", flat=True)
    assert urls
    assert [url for url in urls if not url.startswith("https://contoh.example/")] == []


def test_the_tallies_hold_every_record(network):
    tallied = sum(day.n for tally in Tally.objects.all() for day in unpack(tally.year, bytes(tally.days)))
    assert tallied == Evidence.objects.count()


def test_groups_known_by_an_announcement_only_have_done_nothing(network):
    newest = Group.objects.filter(formed_on=data.REGENCY_SEPTEMBER_2025[0])
    assert newest.count() == 35
    assert not Evidence.objects.filter(group__in=newest).exists()
