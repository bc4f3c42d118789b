"""The city's klaster in force, and a month's evidence for its one group."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

import kentongan.assessment
from kentongan.accounts.models import Office
from kentongan.assessment.enums import Purpose
from kentongan.assessment.models import Instrument, InstrumentVersion
from tests.conftest import TODAY, Cast

KLASTER = (Path(kentongan.assessment.__file__).parent / "instruments" / "klaster-kota-malang.toml").read_text()


def put_in_force(office: Office, text: str = KLASTER, since: dt.date = dt.date(2020, 1, 1)) -> InstrumentVersion:
    """The office's klaster, as if put in force on a day."""
    instrument = Instrument.objects.create(
        office=office, code="klaster-kota-malang", name="Klaster KIM Kota Malang", purpose=Purpose.TIERS
    )
    return InstrumentVersion.objects.create(
        instrument=instrument, number=1, text=text, holds_from=since, put_in_force_at=timezone.now()
    )


@pytest.fixture
def klaster(cast: Cast, settings) -> InstrumentVersion:
    """The city's klaster in force, on the day of the cast."""
    settings.FIXED_TODAY = TODAY
    return put_in_force(cast.kota)
