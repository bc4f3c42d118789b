"""Search over names, codes and decree numbers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from kentongan.core.clock import as_of_from
from kentongan.registry.forms.lists import text_asked
from kentongan.registry.queries.finding import CONTAINED, Findings, find
from kentongan.registry.queries.places import area_href, place_of


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """What fits best of each kind; nothing the person may not see."""
    text = text_asked(request)
    findings = find(request.user, text) if text else None
    if findings:
        for found in findings.areas:
            found.thing.href, found.thing.place_around = area_href(found.thing), place_of(found.thing, own=False)
        for found in findings.groups:
            found.thing.place = place_of(found.thing.area)
    context = {"as_of": as_of_from(request), "text": text, "findings": findings, "has_exact": _has_exact(findings)}
    return render(request, "registry/search.html", context)


def _has_exact(findings: Findings | None) -> bool:
    """Whether something contains what was typed; otherwise everything shown is only alike."""
    if findings is None:
        return False
    return any(found.score >= CONTAINED for found in (*findings.groups, *findings.areas, *findings.decrees))
