"""A group's report from the phone: one short form, and thanks."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import groups_with
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.evidence.actions import record
from kentongan.evidence.enums import Source, Standing
from kentongan.evidence.forms import ReportForm
from kentongan.evidence.models import Evidence
from kentongan.evidence.permissions import report_refusal
from kentongan.evidence.queries import nth_of
from kentongan.evidence.queries.records import reviews_of
from kentongan.evidence.rules.standing import standing_of
from kentongan.evidence.views._common import add_words, record_or_404, record_url
from kentongan.registry.models import Group
from kentongan.registry.queries.places import office_over
from kentongan.registry.views._common import allow, group_crumbs, group_or_404


@require_http_methods(["GET", "POST"])
def evidence_report(request: HttpRequest, code: str) -> HttpResponse:
    """What was done, when, one sentence, a photo. ``?jenis=rapat`` chooses the kind beforehand."""
    found, user = group_or_404(request, code), request.user
    allow(report_refusal(user, found))
    form = ReportForm(request.POST or None, request.FILES or None, today=today(), kind=request.GET.get("jenis", ""))
    if request.method == "POST" and form.is_valid():
        try:
            made = _report(found, user, form.facts)
        except (Conflict, Refused) as refusal:
            form.add_error(None, str(refusal))
            form.renew_key()
        else:
            return redirect(record_url(found, nth_of(made), "evidence_thanks"))
    context = {
        "group": found,
        "form": form,
        "crumbs": group_crumbs(user, found, (_("Bukti"), reverse("group_evidence", args=[code])), (_("Laporkan"), "")),
        "is_own": _serves(user, found),
    }
    return render(request, "evidence/report.html", context)


def _serves(user: Any, group: Group) -> bool:
    return group.code in groups_with(user, Capability.REPORT_EVIDENCE)


def _report(group: Group, user: Any, facts: dict[str, Any]) -> Evidence:
    """A group's own report waits for someone to confirm it; what the office writes down does not."""
    source = Source.REPORTED if _serves(user, group) else Source.STAFF
    made = record(group=group, source=source, by=user, **facts)
    said = {"kind": made.kind_facts.code} | {
        name: getattr(made, name) for name in ("occurred_on", "until", "title", "url")
    }
    if any(facts[name] != value for name, value in said.items()):
        # Back in the browser, something else typed, and sent again: nothing of it may be lost without a word.
        words = _("Formulir ini sudah terkirim: “%(title)s” tersimpan. Bila yang ini kegiatan lain, kirim lagi.")
        raise Conflict(words % {"title": made.title})
    return made


@require_GET
def evidence_thanks(request: HttpRequest, code: str, nth: int) -> HttpResponse:
    """Thanks, what the report counts for, and the next one."""
    found, row = record_or_404(request, code, nth)
    said = reviews_of(row)
    row.standing = standing_of(row.source, said[0].verdict if said else 0)
    add_words(row)
    office = office_over(found.area)
    context = {
        "group": found,
        "row": row,
        "office": office.name if office else "",
        "waits": row.standing == Standing.RECORDED,
        "can_report": report_refusal(request.user, found) is None,
        "crumbs": group_crumbs(
            request.user, found, (_("Bukti"), reverse("group_evidence", args=[code])), (_("Tersimpan"), "")
        ),
    }
    return render(request, "evidence/thanks.html", context)
