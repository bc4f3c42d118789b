"""The office's list: open, review, sign. Each is one transaction; a signed list is changed by nothing any more."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office
from kentongan.accounts.notices import notify
from kentongan.areas.enums import Level
from kentongan.assessment.models import Determination, DeterminationRow, InstrumentVersion
from kentongan.assessment.permissions import prepare_refusal, require, sign_refusal
from kentongan.assessment.queries.determinations import content_of, list_before
from kentongan.assessment.queries.in_force import document_of
from kentongan.assessment.queries.judging import judged
from kentongan.assessment.rules.determination import (
    Verdict,
    day_refusal,
    digest_of,
    signing_day_refusal,
    text_digest,
    tier_refusal,
)
from kentongan.core.audit import record_event
from kentongan.core.clock import now, today
from kentongan.core.errors import Conflict, Refused
from kentongan.registry.models import Group

BATCH = 500
Judged = list[tuple[Group, Verdict]]


def open_determination(
    *,
    office: Office,
    version: InstrumentVersion,
    as_of: dt.date,
    by: Any = None,
    corrects: Determination | None = None,
    reason: str = "",
    at: dt.datetime | None = None,
) -> Determination:
    """Write the list of every group of the office that existed on the day, each with the tier found for it.

    ``corrects`` is the signed list this one takes the place of; what the office decided in that one comes along.
    """
    require(by, prepare_refusal, office)
    if refusal := day_refusal(as_of, today()):
        raise Refused(refusal)
    if version.holds_from is None or version.holds_from > as_of:
        raise Refused(_("Versi instrumen ini belum berlaku pada hari itu."))
    if corrects and not reason.strip():
        raise Refused(_("Tulis apa yang dibetulkan, dan mengapa."))
    # Before the transaction: reading a year of evidence must not keep others from writing.
    found = _judge(office, version, as_of)
    with transaction.atomic():
        office = Office.objects.select_for_update(of=("self",)).select_related("area").get(pk=office.pk)
        _refuse_second(office, version, as_of, corrects)
        determination = Determination.objects.create(
            office=office,
            version=version,
            as_of=as_of,
            number=(office.determinations.aggregate(last=Max("number"))["last"] or 0) + 1,
            office_name=office.name,
            instrument_code=version.instrument.code,
            instrument_name=version.instrument.name,
            text_digest=text_digest(version.text),
            tiers=[tier.name for tier in document_of(version).tiers],
            previous=corrects or list_before(office, version, as_of),
            corrects=corrects,
            reason=reason.strip(),
            opened_at=at or now(),
            opened_by=by,
        )
        _write_rows(determination, found, corrects.rows.overridden() if corrects else ())
        _tell("open", determination, by, reason=reason.strip())
    return determination


def refresh_determination(*, determination: Determination, by: Any = None, at: dt.datetime | None = None) -> None:
    """Read the evidence again; what the office decided stays where it still differs from what is found."""
    require(by, prepare_refusal, determination.office)
    found = _judge(determination.office, determination.version, determination.as_of)
    with transaction.atomic():
        determination = _locked_open(determination)
        decided = list(determination.rows.overridden())
        determination.rows.all().delete()
        _write_rows(determination, found, decided)
        determination.opened_at = at or now()
        determination.save(update_fields=["opened_at"])
        _tell("refresh", determination, by)


@transaction.atomic
def override_row(
    *, determination: Determination, group_code: str, given: str, reason: str, by: Any = None
) -> DeterminationRow:
    """Give a group another tier than the evidence does, with a reason; the tier found takes the decision back."""
    require(by, prepare_refusal, determination.office)
    determination = _locked_open(determination)
    row = determination.rows.get(group_code=group_code)
    if refusal := tier_refusal(given, determination.tiers, row.found, reason):
        raise Refused(refusal)
    before, old_reason = row.given, row.override_reason
    row.given = given
    row.override_reason = reason.strip() if given != row.found else ""
    row.overridden_by = by if row.override_reason else None
    row.save(update_fields=["given", "override_reason", "overridden_by"])
    if (before, old_reason) != (given, row.override_reason):
        _tell("override", determination, by, reason=row.override_reason, changes={row.group_name: [before, given]})
    return row


@transaction.atomic
def sign_determination(
    *,
    determination: Determination,
    seen: str,
    signer_name: str,
    signer_position: str,
    place: str,
    signed_on: dt.date,
    signer_number: str = "",
    basis: str = "",
    by: Any = None,
    at: dt.datetime | None = None,
) -> Determination:
    """Fix the list for ever. ``seen`` is the digest of what the person looked at; a list changed since is not signed."""
    require(by, sign_refusal, determination.office)
    determination = _locked_open(determination)
    if refusal := signing_day_refusal(signed_on, determination.as_of, today()):
        raise Refused(refusal)
    if digest_of(content_of(determination)) != seen:
        raise Conflict(_("Daftar ini berubah sejak Anda membukanya. Periksa lagi, lalu tandatangani."))
    determination.signer_name = signer_name
    determination.signer_position = signer_position
    determination.signer_number = signer_number
    determination.place = place
    determination.basis = basis
    determination.signed_on = signed_on
    determination.signed_by = by
    determination.signed_at = signed_at = at or now()
    determination.digest = digest_of(content_of(determination))
    determination.save()
    _tell("sign", determination, by)
    _announce(determination, signed_at)
    return determination


@transaction.atomic
def drop_determination(*, determination: Determination, by: Any = None) -> None:
    """Take back a list that was opened by mistake and not signed."""
    require(by, prepare_refusal, determination.office)
    determination = _locked_open(determination)
    _tell("drop", determination, by)
    determination.delete()


# --- What they share ------------------------------------------------------------------------------------------


def _judge(office: Office, version: InstrumentVersion, as_of: dt.date) -> Judged:
    groups = Group.objects.within(office.area).existing_on(as_of).select_related("area__parent").order_by("code")
    # A list speaks the office's language, whoever opens it.
    with override(settings.LANGUAGE_CODE):
        return list(judged(list(groups), document_of(version), as_of))


def _refuse_second(office: Office, version: InstrumentVersion, as_of: dt.date, corrects: Determination | None) -> None:
    """One open list an instrument; one signed list a day, which only a correction replaces, once."""
    lists = office.determinations.filter(version__instrument=version.instrument_id)
    if waiting := lists.filter(signed_at=None).first():
        raise Conflict(
            _("Penetapan nomor %(number)d masih terbuka. Tandatangani atau buang dulu.") % {"number": waiting.number}
        )
    if corrects is None:
        if done := lists.filter(as_of=as_of).first():
            raise Conflict(
                _("Keadaan hari itu sudah ditetapkan dengan nomor %(number)d. Betulkan lewat penetapan itu.")
                % {"number": done.number}
            )
        return
    if corrects.office_id != office.pk or not corrects.is_signed:
        raise Refused(_("Yang dibetulkan hanya penetapan kantor ini yang sudah ditandatangani."))
    if later := corrects.corrections.first():
        raise Conflict(
            _("Penetapan ini sudah dibetulkan dengan nomor %(number)d. Betulkan yang itu.") % {"number": later.number}
        )


def _write_rows(determination: Determination, found: Judged, decided: Iterable[DeterminationRow]) -> None:
    before = dict(determination.previous.rows.values_list("group_id", "given")) if determination.previous else {}
    kept = {row.group_id: row for row in decided}
    rows = []
    for group, verdict in found:
        above = group.area.parent if group.area.level == Level.VILLAGE else None
        row = DeterminationRow(
            determination=determination,
            group=group,
            group_code=group.code,
            group_name=group.name,
            place=group.area.full_name,
            district=above.full_name if above else "",
            evident=verdict.evident,
            found=verdict.found,
            given=verdict.found,
            readings=list(verdict.readings),
            before=before.get(group.pk, ""),
            was_listed=group.pk in before,
        )
        decision = kept.get(group.pk)
        if decision and decision.given != verdict.found and decision.given in ("", *determination.tiers):
            row.given, row.override_reason = decision.given, decision.override_reason
            row.overridden_by_id = decision.overridden_by_id
        rows.append(row)
    DeterminationRow.objects.bulk_create(rows, batch_size=BATCH)


def _locked_open(determination: Determination) -> Determination:
    locked = (
        Determination.objects.select_for_update(of=("self",))
        .select_related("office__area", "version__instrument", "corrects", "previous")
        .get(pk=determination.pk)
    )
    if locked.is_signed:
        raise Conflict(_("Penetapan ini sudah ditandatangani dan tidak berubah lagi. Buatlah penetapan pembetulan."))
    return locked


def _tell(verb: str, determination: Determination, by: Any, **more: Any) -> None:
    record_event(
        verb=verb,
        kind="determination",
        key=str(determination),
        label=f"{determination.instrument_name}, {determination.as_of.isoformat()}",
        area_code=determination.office_id,
        by=by,
        **more,
    )


def _announce(determination: Determination, at: dt.datetime) -> None:
    with override(settings.LANGUAGE_CODE):
        what = {"name": determination.instrument_name, "day": format_date(determination.as_of, "j F Y")}
        notify(
            key=f"penetapan:{determination.office_id}:{determination.number}",
            area=determination.office.area,
            audience=Capability.SEE_REGISTER,
            title=_("%(name)s sudah ditetapkan") % what,
            text=_("Keadaan pada %(day)s.") % what,
            href=f"/penetapan/{determination.office_id}/{determination.number}/",
            action=_("Lihat penetapan"),
            on=timezone.localdate(at),
            at=at,
        )
