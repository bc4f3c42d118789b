"""A village on its way to a KIM."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.core.errors import Conflict, Refused
from kentongan.core.uploads import Upload
from kentongan.registry.actions._writing import tell
from kentongan.registry.actions.decrees import add_decree
from kentongan.registry.actions.groups import create_group
from kentongan.registry.enums import Step
from kentongan.registry.models import FormationCase, FormationStep, Group
from kentongan.registry.permissions import create_group_refusal, follow_case_refusal, require_of

KIND = "village"


@transaction.atomic
def start_case(*, area: Area, on: dt.date, by: Any = None) -> FormationCase:
    """The village sets out towards a KIM."""
    require_of(by, follow_case_refusal, area)
    if area.level != Level.VILLAGE:
        raise Refused(_("Pembentukan dicatat pada desa atau kelurahan."))
    if not area.exists_on(on):
        raise Refused(_("Pada tanggal itu %(name)s tidak ada lagi, atau belum ada.") % {"name": area.full_name})
    if Group.objects.existing_on(on).filter(area=area).exists():
        raise Refused(_("Pada tanggal itu desa ini sudah punya KIM."))
    try:
        with transaction.atomic():
            case = FormationCase.objects.create(area=area, opened_on=on)
    except IntegrityError as error:
        raise Conflict(_("Pembentukan KIM di desa ini sudah berjalan.")) from error
    _tell("start_case", case, by, changes={"opened_on": [None, str(on)]})
    return case


@transaction.atomic
def note_step(*, case: FormationCase, step: str, on: dt.date, fact: str = "", by: Any = None) -> FormationStep:
    """A step was done. Any order is taken: what contradicts the order is shown, not refused."""
    require_of(by, follow_case_refusal, case.area)
    case = _open(case)
    if on < case.opened_on:
        case.opened_on = on
        case.save(update_fields=["opened_on"])
    try:
        with transaction.atomic():
            noted = FormationStep.objects.create(case=case, step=Step(step), done_on=on, fact=fact)
    except IntegrityError as error:
        raise Conflict(_("Langkah ini sudah tercatat. Muat ulang halamannya.")) from error
    _tell("note_step", case, by, changes={"step": [None, step], "done_on": [None, str(on)], "fact": [None, fact]})
    return noted


@transaction.atomic
def undo_step(*, case: FormationCase, step: str, reason: str = "", by: Any = None) -> None:
    """Take back a step that was noted by mistake; the history keeps it."""
    require_of(by, follow_case_refusal, case.area)
    case = _open(case)
    noted = case.steps.filter(step=step).first()
    if noted is None:
        raise Conflict(_("Langkah ini sudah dibatalkan."))
    changes = {"step": [noted.step, None], "done_on": [str(noted.done_on), None], "fact": [noted.fact, None]}
    noted.delete()
    _tell("undo_step", case, by, changes=changes, reason=reason)


@transaction.atomic
def close_case(*, case: FormationCase, on: dt.date, reason: str, by: Any = None) -> FormationCase:
    """The way is given up for now; the steps stay on record."""
    require_of(by, follow_case_refusal, case.area)
    case = _open(case)
    _close(case, on, reason)
    _tell("close_case", case, by, changes={"closed_on": [None, str(on)]}, reason=reason)
    return case


@transaction.atomic
def form_group(
    *, case: FormationCase, group: dict[str, Any], decree: dict[str, Any], scan: Upload | None = None, by: Any = None
) -> Group:
    """The last step: the SK is issued, the group exists, and the case is closed with it."""
    require_of(by, create_group_refusal, case.area)
    case = _open(case)
    formed = create_group(area=case.area, by=by, **group)
    decreed_on = decree.get("signed_on") or decree["starts_on"]
    FormationStep.objects.get_or_create(
        case=case, step=Step.DECREED, defaults={"done_on": decreed_on, "fact": decree["number"][:120]}
    )
    case.group = formed
    _close(case, max(formed.formed_on, case.opened_on), "")
    changes = {"closed_on": [None, str(case.closed_on)], "group": [None, formed.name]}
    _tell("form_group", case, by, changes=changes)
    # Last, because a stored scan cannot be rolled back by the database.
    add_decree(group=formed, by=by, scan=scan, **decree)
    return formed


def _open(case: FormationCase) -> FormationCase:
    case = FormationCase.objects.select_for_update(of=("self",)).select_related("area").get(pk=case.pk)
    if case.closed_on is not None:
        raise Conflict(_("Pembentukan ini sudah ditutup."))
    return case


def _close(case: FormationCase, on: dt.date, reason: str) -> None:
    if on < case.opened_on:
        raise Refused(_("Tanggal tutup tidak boleh sebelum pembentukan dimulai."))
    case.closed_on, case.closed_reason = on, reason
    case.save()


def _tell(verb: str, case: FormationCase, by: Any, **more: Any) -> None:
    tell(verb, KIND, case, key=case.area_id, label=str(case.area), area_code=case.area_id, by=by, **more)
