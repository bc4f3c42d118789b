"""The seal is part of the database and comes off only where a test empties it."""

import datetime as dt

import pytest
from django.db import IntegrityError, connection

from kentongan.assessment.models import Determination, DeterminationRow
from kentongan.core.seals import Sealed
from tests.assessment.conftest import put_in_force
from tests.conftest import Cast

SEAL = Sealed("Determination", "signed_at", "DeterminationRow", "determination")


def signed(cast: Cast) -> Determination:
    version = put_in_force(cast.kota)
    now = dt.datetime(2025, 9, 1, tzinfo=dt.UTC)
    return Determination.objects.create(office=cast.kota, version=version, as_of=now, number=1, signed_at=now)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "again"])
def test_a_database_with_signed_lists_can_be_emptied_after_a_test(cast: Cast, transactional_db, time: str) -> None:
    assert not Determination.objects.exists()
    with pytest.raises(IntegrityError, match="sealed"):
        signed(cast).delete()


@pytest.mark.django_db(transaction=True)
def test_a_seal_is_lifted_and_put_again(cast: Cast, transactional_db) -> None:
    determination = signed(cast)
    models = (Determination, DeterminationRow)
    with connection.schema_editor() as editor:
        SEAL.lift(editor, *models)
    Determination.objects.update(number=7)
    with connection.schema_editor() as editor:
        SEAL.put(editor, *models)
    determination.refresh_from_db()
    assert determination.number == 7
    with pytest.raises(IntegrityError, match="sealed"):
        Determination.objects.update(number=8)


def test_it_says_what_it_does() -> None:
    assert SEAL.describe() == "Seal Determination once signed_at is set"
    assert SEAL.migration_name_fragment == "seal_determination"
    assert SEAL.deconstruct()[1] == ["Determination", "signed_at", "DeterminationRow", "determination"]
