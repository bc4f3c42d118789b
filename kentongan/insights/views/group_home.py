"""The first page of those who serve in a group, made for a phone: one small step, then what they came to do."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kentongan.assessment.queries.verdicts import Verdict, verdict_on
from kentongan.assessment.rules.next_step import NextStep, next_step
from kentongan.assessment.rules.phrases import tier_name
from kentongan.core.clock import today
from kentongan.evidence.enums import Standing
from kentongan.evidence.models import Evidence
from kentongan.evidence.permissions import report_refusal
from kentongan.evidence.rules.standing import standing_of
from kentongan.harvest.views.home import elsewhere_section
from kentongan.insights.permissions import own_groups
from kentongan.newsroom.permissions import write_refusal
from kentongan.registry.models import Decree, Group
from kentongan.registry.queries.places import place_of

RECORDS_SHOWN = 3
TAGS = {
    Standing.CONFIRMED: ("ok", gettext_lazy("Dihitung")),
    Standing.RECORDED: ("warn", gettext_lazy("Menunggu konfirmasi")),
    Standing.DISPUTED: ("bad", gettext_lazy("Perlu dilengkapi")),
    Standing.WITHDRAWN: ("off", gettext_lazy("Ditarik")),
}


@require_GET
def group_home(request: HttpRequest) -> HttpResponse:
    """The group the person serves; ``?kim=`` chooses among several."""
    groups = Group.objects.filter(code__in=own_groups(request.user)).select_related("area__parent__parent")
    served = list(groups.order_by("code"))
    group = (
        next((one for one in served if one.code == request.GET.get("kim", served[0].code)), None) if served else None
    )
    if group is None:
        raise Http404
    day = today()
    exists = group.exists_on(day)
    verdict = verdict_on(group, day) if exists else Verdict(group, day)
    decree = Decree.objects.filter(group=group, starts_on__lte=day).order_by("-ends_on").first()
    context = {
        "group": group,
        "place": place_of(group.area),
        "chips": _chips(served, group),
        "exists": exists,
        "as_of": day,
        "card": _card(verdict),
        "group_href": reverse("group", args=[group.code]),
        "compose_href": _compose_href(request.user, group),
        "report_href": _report_href(group) if report_refusal(request.user, group) is None else "",
        "decree": decree,
        "records": _records(group),
        "elsewhere": elsewhere_section(request, group) if exists else "",
        "records_href": _address("group_evidence", group.code),
    }
    return render(request, "insights/group_home.html", context)


def _chips(served: list[Group], group: Group) -> list[dict[str, Any]]:
    if len(served) < 2:
        return []
    return [
        {"label": one.name, "href": f"?{urlencode({'kim': one.code})}", "current": one.code == group.code}
        for one in served
    ]


def _card(verdict: Verdict) -> dict[str, Any]:
    """The status card: the tier and the next small step; without an instrument what that means."""
    found = verdict.assessment
    if found is None:
        how = _("Kegiatan yang Anda catat tetap tersimpan, dan dihitung begitu aturannya berlaku.")
        step = NextStep((_("Kantor belum menetapkan"), _("cara menilai KIM")), how)
        return {"step": step, "report": _report_href(verdict.group)}
    step = next_step(found)
    name = tier_name(found.document, found.tier)
    return {
        "step": step,
        "capsules": range(1, step.progress.whole + 1) if step.progress else (),
        "lit": found.rank,
        "total": len(found.document.tiers),
        "name": name,
        "why": _("Mengapa %(tier)s?") % {"tier": name},
        "report": _report_href(verdict.group, step.kind) if step.kind else "",
    }


def _report_href(group: Group, kind: str = "") -> str:
    address = _address("evidence_report", group.code)
    return f"{address}?{urlencode({'jenis': kind})}" if address and kind else address


def _compose_href(user: Any, group: Group) -> str:
    if write_refusal(user, group) is not None:
        return ""
    return f"{reverse('compose')}?{urlencode({'kim': group.code})}"


def _address(name: str, code: str) -> str:
    try:
        return reverse(name, args=[code])
    except NoReverseMatch:
        return ""


def _records(group: Group) -> list[dict[str, Any]]:
    """The newest records, each with what became of it."""
    newest = Evidence.objects.filter(group=group).with_verdict().order_by("-recorded_at", "-pk")[:RECORDS_SHOWN]
    rows = []
    for one in newest:
        kind, word = TAGS[standing_of(one.source, one.verdict)]  # type: ignore[attr-defined]
        rows.append({"title": one.title or one.kind_facts.name, "kind": one.kind_facts.name, "on": one.occurred_on,
                     "tag_kind": kind, "tag": word})  # fmt: skip
    return rows
