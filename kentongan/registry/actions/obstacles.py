"""What stands in the way: an office's own list, what was noted and how it was overcome, and remarks."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kentongan.accounts.models import Office
from kentongan.areas.models import Area
from kentongan.core.clock import now
from kentongan.core.errors import Conflict, Refused
from kentongan.registry.actions._writing import tell
from kentongan.registry.models import Group, Note, Obstacle, ObstacleKind
from kentongan.registry.permissions import (
    follow_case_refusal,
    manage_obstacle_kinds_refusal,
    note_obstacle_refusal,
    require_of,
)

# Stored as data the office may change, so not for translation.
DEFAULT_KINDS = (
    "Informasi belum sampai",
    "Belum ada calon pengurus",
    "Partisipasi warga menurun",
    "Meminta honor",
    "Sinyal lemah",
    "Belum ada anggaran desa",
    "Pergantian kepala desa",
    "Tugasnya dipegang lembaga lain",
)


def default_kind_names() -> list[str]:
    """The names a new office begins with, in the register's own language."""
    return list(DEFAULT_KINDS)


@transaction.atomic
def create_default_obstacle_kinds(office: Office) -> None:
    """The list an office begins with; nothing when it has one already."""
    if not office.obstacle_kinds.exists():
        ObstacleKind.objects.bulk_create(
            [ObstacleKind(office=office, name=name) for name in default_kind_names()], ignore_conflicts=True
        )


@transaction.atomic
def add_obstacle_kind(*, office: Office, name: str, by: Any = None) -> ObstacleKind:
    require_of(by, manage_obstacle_kinds_refusal, office)
    create_default_obstacle_kinds(office)
    try:
        with transaction.atomic():
            kind = ObstacleKind.objects.create(office=office, name=name)
    except IntegrityError as error:
        raise Conflict(_("Kendala dengan nama ini sudah ada di daftar.")) from error
    changes = {"name": [None, name]}
    tell("create", "obstacle_kind", kind, area_code=office.area_id, by=by, changes=changes)
    return kind


@transaction.atomic
def change_obstacle_kind(
    *, office: Office, name: str, by: Any = None, new_name: str | None = None, is_offered: bool | None = None
) -> ObstacleKind:
    """Rename an entry of the office's list, or stop or resume offering it; what was noted with it stays."""
    require_of(by, manage_obstacle_kinds_refusal, office)
    create_default_obstacle_kinds(office)
    kind = ObstacleKind.objects.select_for_update().filter(office=office, name=name).first()
    if kind is None:
        raise Conflict(_("Kendala ini sudah berganti nama. Muat ulang halamannya."))
    changes: dict[str, list[Any]] = {}
    if new_name is not None and new_name != kind.name:
        changes["name"] = [kind.name, new_name]
        kind.name = new_name
    if is_offered is not None and is_offered != kind.is_offered:
        changes["is_offered"] = [kind.is_offered, is_offered]
        kind.is_offered = is_offered
    if changes:
        try:
            with transaction.atomic():
                kind.save()
        except IntegrityError as error:
            raise Conflict(_("Kendala dengan nama ini sudah ada di daftar.")) from error
        tell("change", "obstacle_kind", kind, area_code=office.area_id, by=by, changes=changes)
    return kind


@transaction.atomic
def note_obstacle(
    *,
    area: Area,
    office: Office,
    kind_name: str,
    on: dt.date,
    detail: str = "",
    group: Group | None = None,
    by: Any = None,
) -> Obstacle:
    """Something stands in the way of the village or its group."""
    require_of(by, note_obstacle_refusal, area, group)
    create_default_obstacle_kinds(office)
    kind = office.obstacle_kinds.filter(name=kind_name).first()
    if kind is None:
        raise Conflict(_("Kendala ini sudah berganti nama. Muat ulang halamannya."))
    obstacle = Obstacle.objects.create(area=area, group=group, kind=kind, noted_on=on, detail=detail)
    changes = {"kind": [None, kind.name], "noted_on": [None, str(on)], "detail": [None, detail]}
    _tell("note_obstacle", obstacle, by, changes=changes)
    return obstacle


@transaction.atomic
def resolve_obstacle(*, obstacle: Obstacle, on: dt.date, resolution: str, by: Any = None) -> Obstacle:
    """The obstacle is overcome, and how."""
    obstacle = _current(obstacle, by)
    if obstacle.resolved_on is not None:
        raise Conflict(_("Kendala ini sudah tercatat teratasi."))
    if on < obstacle.noted_on:
        raise Refused(_("Hari teratasi tidak boleh sebelum kendalanya dicatat."))
    obstacle.resolved_on, obstacle.resolution = on, resolution
    obstacle.save()
    changes = {"resolved_on": [None, str(on)], "resolution": [None, resolution]}
    _tell("resolve_obstacle", obstacle, by, changes=changes)
    return obstacle


@transaction.atomic
def reopen_obstacle(*, obstacle: Obstacle, by: Any = None) -> Obstacle:
    """The obstacle is back, or was never overcome."""
    obstacle = _current(obstacle, by)
    if obstacle.resolved_on is None:
        raise Conflict(_("Kendala ini masih terbuka."))
    changes = {"resolved_on": [str(obstacle.resolved_on), None], "resolution": [obstacle.resolution, None]}
    obstacle.resolved_on, obstacle.resolution = None, ""
    obstacle.save()
    _tell("reopen_obstacle", obstacle, by, changes=changes)
    return obstacle


@transaction.atomic
def add_note(*, area: Area, text: str, by: Any, group: Group | None = None) -> Note:
    """A dated remark about the village or its group."""
    require_of(by, follow_case_refusal, area)
    note = Note.objects.create(area=area, group=group, text=text, by=by, at=now())
    kind, key = ("group", group.code) if group else ("village", area.pk)
    tell("add_note", kind, note, key=key, label=str(group or area), area_code=area.pk, by=by)
    return note


def _current(obstacle: Obstacle, by: Any) -> Obstacle:
    obstacle = (
        Obstacle.objects.select_for_update(of=("self",)).select_related("area", "group", "kind").get(pk=obstacle.pk)
    )
    require_of(by, note_obstacle_refusal, obstacle.area, obstacle.group)
    return obstacle


def _tell(verb: str, obstacle: Obstacle, by: Any, **more: Any) -> None:
    kind, key = ("group", obstacle.group.code) if obstacle.group else ("village", obstacle.area_id)
    label = str(obstacle.group or obstacle.area)
    tell(
        verb, kind, obstacle, key=key, label=f"{label}: {obstacle.kind.name}", area_code=obstacle.area_id, by=by, **more
    )
