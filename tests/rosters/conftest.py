"""What the tests of lists share."""

import io

import pytest
from django.utils import timezone

from kentongan.rosters.actions import upload_roster
from kentongan.rosters.models import Roster


@pytest.fixture
def upload(cast, run_jobs, django_capture_on_commit_callbacks):
    def take_in(content: bytes, *, name: str = "Daftar KIM.xlsx", by=None, purpose: str = "register") -> Roster:
        by = by or cast.admin
        office = cast.kota if by == cast.city_admin else cast.malang
        with django_capture_on_commit_callbacks(execute=True):
            roster = upload_roster(
                office=office, file=io.BytesIO(content), file_name=name, purpose=purpose, by=by, now=timezone.now()
            )
        with django_capture_on_commit_callbacks(execute=True):
            run_jobs()
        roster.refresh_from_db()
        return roster

    return take_in
