"""What waits for confirmation, and the way of a group's user to the evidence of their own group."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import groups_with, scope
from kentongan.accounts.queries import home_duty_area
from kentongan.core.clock import today
from kentongan.evidence.enums import Standing, Verdict
from kentongan.evidence.models import Evidence
from kentongan.evidence.permissions import confirms, proof_refusal, review_refusal
from kentongan.evidence.queries.records import numbered, waiting
from kentongan.evidence.views._common import add_words
from kentongan.registry.forms.lists import area_asked
from kentongan.registry.queries.places import place_of
from kentongan.registry.views._common import allow, page_of

ROWS_A_PAGE = 30


@require_GET
def evidence_queue(request: HttpRequest) -> HttpResponse:
    """Groups' own reports that nobody has confirmed or doubted, the oldest first."""
    user = request.user
    allow(None if confirms(user) else _("Bukti dikonfirmasi oleh Diskominfo, kecamatan, atau Forum KIM."))
    rows = Evidence.objects.filter(scope(user, Capability.REVIEW_EVIDENCE, "group__area__"))
    area = area_asked(request)
    if area:
        rows = rows.within(area)
    page = page_of(request, waiting(rows).order_by("recorded_at", "pk").values_list("pk", flat=True), ROWS_A_PAGE)
    shown = numbered(list(page.object_list))
    for row in shown:
        row.standing = Standing.RECORDED
        add_words(row)
        row.place = place_of(row.group.area)
        row.can_confirm = review_refusal(user, row, Verdict.CONFIRMED) is None
        row.sees_proof = proof_refusal(user, row.group) is None
    context = {
        "page": page,
        "rows": shown,
        "total": page.paginator.count,
        "oldest": shown[0].recorded_at if shown and page.number == 1 else None,
        "area": area or home_duty_area(user),
        "as_of": today(),
    }
    return render(request, "evidence/queue.html", context)


@require_GET
def own_evidence(request: HttpRequest) -> HttpResponse:
    """To the evidence of the group the person serves; the first by name where there are several."""
    codes = groups_with(request.user, Capability.REPORT_EVIDENCE)
    if not codes:
        raise Http404
    return redirect("group_evidence", min(codes))
