"""Tallies written before they had keys of their own get them by the migration."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from kentongan.evidence.models import Tally
from kentongan.evidence.rules.tally import tally_key
from tests.conftest import Cast

BEFORE, AFTER = [("evidence", "0002_waiting_and_own_data")], [("evidence", "0003_tally_key")]


@pytest.mark.django_db(transaction=True)
def test_old_tallies_get_the_key_of_their_year_and_group(cast: Cast) -> None:
    old = MigrationExecutor(connection).migrate(BEFORE).apps.get_model("evidence", "Tally")
    for year in (2025, 2024):
        for group in (cast.kayutangan, cast.gubugklakah):
            old.objects.create(group_id=group.pk, year=year, days=bytes([year % 100]))
    MigrationExecutor(connection).migrate(AFTER)
    found = {tally.pk: (tally.group_id, tally.year, bytes(tally.days)) for tally in Tally.objects.all()}
    assert found == {
        tally_key(year, group.pk): (group.pk, year, bytes([year % 100]))
        for year in (2024, 2025)
        for group in (cast.kayutangan, cast.gubugklakah)
    }


def test_no_tally_has_another_key(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Tally.objects.create(pk=7, group=cast.kayutangan, year=2025, days=b"")
