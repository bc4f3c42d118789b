"""Reads about determinations: what an office may open, what a list holds, and whether it is as it was signed."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from kentongan.accounts.models import Office
from kentongan.assessment.enums import Purpose
from kentongan.assessment.models import Determination, DeterminationRow, InstrumentVersion
from kentongan.assessment.rules.determination import Line, Summary, digest_of, summary_of


def versions_for(office: Office, as_of: dt.date) -> list[InstrumentVersion]:
    """The versions that hold for the office on the day: its own first, then those of the offices above; tiers before activity."""
    above = office.area.ancestor_codes
    versions = (
        InstrumentVersion.objects.in_force_on(as_of)
        .filter(instrument__office__in=above)
        .select_related("instrument__office")
    )
    return sorted(
        versions,
        key=lambda version: (
            version.instrument.purpose != Purpose.TIERS,
            -above.index(version.instrument.office_id),
            version.instrument_id,
        ),
    )


def list_before(office: Office, version: InstrumentVersion, as_of: dt.date) -> Determination | None:
    """The office's last signed list by the same instrument up to the day, a correction before what it corrects."""
    return (
        Determination.objects.filter(
            office=office, version__instrument=version.instrument_id, as_of__lte=as_of, signed_at__isnull=False
        )
        .order_by("-as_of", "-number")
        .first()
    )


def last_signer(office: Office) -> dict[str, str]:
    """Who signed the office's last list, to begin with next time."""
    last = office.determinations.exclude(signed_at=None).order_by("-signed_at").first()
    names = ("basis", "signer_name", "signer_position", "signer_number", "place")
    return {name: getattr(last, name) for name in names} if last else {}


def summary(determination: Determination, rows: QuerySet[DeterminationRow]) -> Summary:
    """The numbers of these rows."""
    values = rows.order_by().values_list("given", "before", "was_listed")
    return summary_of((Line(*value) for value in values.iterator(chunk_size=2000)), determination.tiers)


def content_of(determination: Determination) -> dict[str, Any]:
    """Everything a list says, as its digest is taken from it. Nothing here is read from where it may still change."""
    rows = determination.rows.select_related("overridden_by").order_by("group_code")
    return {
        "office": {"area": determination.office_id, "name": determination.office_name},
        "number": determination.number,
        "as_of": determination.as_of.isoformat(),
        "instrument": {
            "code": determination.instrument_code,
            "name": determination.instrument_name,
            "version": determination.version.number,
            "text_sha256": determination.text_digest,
        },
        "tiers": determination.tiers,
        "corrects": determination.corrects.number if determination.corrects else None,
        "reason": determination.reason,
        "basis": determination.basis,
        "previous": determination.previous.number if determination.previous else None,
        "signer": {
            "name": determination.signer_name,
            "position": determination.signer_position,
            "number": determination.signer_number,
            "place": determination.place,
            "on": determination.signed_on.isoformat() if determination.signed_on else None,
        },
        "rows": [_row_content(row) for row in rows.iterator(chunk_size=2000)],
    }


def _row_content(row: DeterminationRow) -> dict[str, Any]:
    return {
        "group": row.group_code,
        "name": row.group_name,
        "place": row.place,
        "district": row.district,
        "evident": row.evident,
        "found": row.found,
        "given": row.given,
        "before": row.before if row.was_listed else None,
        "readings": row.readings,
        "reason": row.override_reason,
        "overridden_by": row.overridden_by.username if row.overridden_by else None,
    }


def is_intact(determination: Determination) -> bool:
    """Whether a signed list still is what was signed."""
    return determination.digest == digest_of(content_of(determination))
