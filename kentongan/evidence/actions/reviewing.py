"""Saying something about a record later: it is so, it is in doubt, it is withdrawn, it is open again."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.core.audit import record_event
from kentongan.core.clock import now
from kentongan.core.errors import Conflict, Refused
from kentongan.evidence.actions._entering import locked_groups
from kentongan.evidence.actions.tallies import recount
from kentongan.evidence.enums import Standing, Verdict
from kentongan.evidence.models import Evidence, Review
from kentongan.evidence.permissions import review_refusal
from kentongan.evidence.rules.standing import NEEDS_REASON, NEXT, standing_of
from kentongan.registry.permissions import require_of

LONGEST_REASON = 300
VERBS = {
    Verdict.CONFIRMED: "confirm",
    Verdict.DISPUTED: "dispute",
    Verdict.WITHDRAWN: "withdraw",
    Verdict.REOPENED: "reopen",
}


@transaction.atomic
def review(
    *, evidence: Evidence, verdict: Verdict, reason: str = "", by: Any = None, at: dt.datetime | None = None
) -> Review:
    """Append what ``by`` says about the record, and count its year again."""
    verdict, reason = Verdict(verdict), reason.strip()
    require_of(by, review_refusal, evidence, verdict)
    if verdict in NEEDS_REASON and not reason:
        raise Refused(_("Tulis alasannya, supaya KIM tahu apa yang perlu diperbaiki."))
    if len(reason) > LONGEST_REASON:
        raise Refused(_("Alasan paling banyak 300 huruf."))
    group = locked_groups([evidence.group_id])[evidence.group_id]
    latest = Review.objects.filter(evidence=evidence).order_by("-at", "-pk").values_list("verdict", flat=True).first()
    standing = standing_of(evidence.source, latest or 0)
    if verdict not in NEXT[standing]:
        raise Conflict(_("Bukti ini sudah %(standing)s.") % {"standing": standing.label})
    said = Review.objects.create(evidence=evidence, verdict=verdict, reason=reason, by=by, at=at or now())
    recount({group.pk}, {evidence.occurred_on.year})
    record_event(
        verb=VERBS[verdict],
        kind="evidence",
        key=str(evidence.pk),
        label=str(evidence.kind_facts.name),
        area_code=group.area_id,
        by=by,
        reason=reason,
        changes={
            "standing": [Standing(standing).name.lower(), Standing(standing_of(evidence.source, verdict)).name.lower()]
        },
        at=said.at,
    )
    return said
