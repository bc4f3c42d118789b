"""Background work on a list: how far it is, stopped, killed and begun again."""

from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from kentongan.core.errors import Conflict
from kentongan.registry.models import Group
from kentongan.rosters.actions import (
    forget_roster,
    map_columns,
    progress,
    restart_roster,
    stop_roster,
    write_roster,
)
from kentongan.rosters.meter import read_meter, write_meter
from kentongan.rosters.models import Roster
from kentongan.rosters.queries import progress_of
from tests.rosters import sheets
from tests.rosters.test_actions import NEW, counts, save


def test_a_large_roster_is_saved_in_the_background(
    upload, cast, run_jobs, monkeypatch, django_capture_on_commit_callbacks
):
    monkeypatch.setattr("kentongan.rosters.actions.saving.AT_ONCE", 0)
    roster = upload(sheets.simple(NEW))
    with django_capture_on_commit_callbacks(execute=True):
        save(roster, cast)
    roster.refresh_from_db()
    assert roster.state == Roster.State.SAVING
    assert run_jobs() == 1
    roster.refresh_from_db()
    assert roster.state == Roster.State.SAVED
    write_roster(roster=roster, now=timezone.now())
    assert Group.objects.filter(area_id="35.07.08.2003").count() == 1


def test_stopping_and_starting_again(upload, cast, run_jobs, django_capture_on_commit_callbacks):
    roster = upload(sheets.simple(NEW))
    with django_capture_on_commit_callbacks(execute=True):
        map_columns(roster=roster, columns={1: "name", 2: "village"})
    stop_roster(roster=roster)
    run_jobs()
    roster.refresh_from_db()
    assert roster.state == Roster.State.MAPPING
    with pytest.raises(Conflict):
        stop_roster(roster=roster)
    with django_capture_on_commit_callbacks(execute=True):
        map_columns(roster=roster, columns={1: "name", 2: "village"})
        restart_roster(roster=roster)
    assert run_jobs() == 2
    roster.refresh_from_db()
    assert (roster.state, counts(roster)) == (Roster.State.READY, {"new": 1})


def test_a_worker_killed_while_reading_or_planning_leaves_nothing_lost(
    upload, cast, run_jobs, monkeypatch, django_capture_on_commit_callbacks
):
    roster = upload(sheets.simple(NEW))
    with django_capture_on_commit_callbacks(execute=True):
        map_columns(roster=roster, columns={1: "name", 2: "village"})

    class Killed(BaseException):
        pass

    def die(*args, **kwargs):
        raise Killed

    from kentongan.rosters import actions

    roster.refresh_from_db()
    monkeypatch.setattr("kentongan.rosters.actions.reading.insert_rows", die)
    with pytest.raises(Killed):
        actions.prepare_roster(roster=roster)
    monkeypatch.undo()
    assert roster.rows.count() == 1
    run_jobs()
    roster.refresh_from_db()
    assert (roster.state, counts(roster)) == (Roster.State.READY, {"new": 1})


def test_a_save_tells_how_far_it_is_while_nobody_sees_what_it_writes(upload, cast, monkeypatch):
    monkeypatch.setattr(progress, "LOOKS_EVERY", 1)
    monkeypatch.setattr(progress, "SECONDS_BETWEEN", 0)
    told = []

    def tell(code: str, done: int, total: int) -> None:
        write_meter(code, done, total)
        busy = Roster.objects.get(code=code)
        told.append(progress_of(busy)[:2])
        assert busy.state == Roster.State.SAVING

    monkeypatch.setattr(progress, "write_meter", tell)
    roster = upload(sheets.simple(NEW, ("KIM Codo", "Codo", "Wajak", "", "", "", "", "")))
    save(roster, cast)
    # Of two rows; two groups and a decree, each with its event.
    assert told == [(0, 2), (0, 2), (1, 2), (1, 2), (1, 2), (2, 2)]
    roster.refresh_from_db()
    assert read_meter(roster.code) is None
    assert progress_of(roster)[:2] == (2, 2)


def test_a_save_hears_that_it_is_stopped(upload, cast, monkeypatch):
    monkeypatch.setattr(progress, "LOOKS_EVERY", 1)
    monkeypatch.setattr(
        progress, "write_meter", lambda code, *_counts: stop_roster(roster=Roster.objects.get(code=code))
    )
    roster = upload(sheets.simple(NEW))
    save(roster, cast)
    assert not Group.objects.filter(area_id="35.07.08.2003").exists()


def test_half_a_word_of_progress_is_none(upload):
    roster = upload(sheets.simple(NEW))
    assert read_meter(roster.code) is None
    write_meter(roster.code, 5, 10)
    assert read_meter(roster.code)[:2] == (5, 10)
    Path(default_storage.path(f"impor/{roster.code}.maju")).write_text("5")
    assert read_meter(roster.code) is None
    forget_roster(roster=roster, now=timezone.now())
    assert not Path(default_storage.path(f"impor/{roster.code}.maju")).exists()
