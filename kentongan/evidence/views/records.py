"""A group's evidence: the list by month, one record, and its proof."""

from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kentongan.accounts.models import User
from kentongan.core.uploads import JPEG, UnfitUpload, guard, hand_out
from kentongan.evidence.enums import Standing, Verdict
from kentongan.evidence.kinds import FAMILIES, KINDS, kinds_of
from kentongan.evidence.models import Evidence
from kentongan.evidence.permissions import proof_refusal, report_refusal, review_refusal
from kentongan.evidence.photos import thumbnail
from kentongan.evidence.queries.records import Ledger, end_of, ledger_of, reviews_of, rows_of
from kentongan.evidence.rules.standing import NEXT, standing_of
from kentongan.evidence.views._common import TAGS, WORDS, add_words, asked, record_or_404
from kentongan.registry.queries.places import place_of
from kentongan.registry.views._common import group_crumbs, group_or_404, page_of
from kentongan.registry.views.groups import with_query

ROWS_A_PAGE = 60
# The standing as the address writes it.
SLUGS = {
    Standing.RECORDED: "belum-dikonfirmasi",
    Standing.CONFIRMED: "dikonfirmasi",
    Standing.DISPUTED: "diragukan",
    Standing.WITHDRAWN: "ditarik",
}
SAID = {
    Verdict.CONFIRMED: gettext_lazy("Dikonfirmasi"),
    Verdict.DISPUTED: gettext_lazy("Diragukan"),
    Verdict.WITHDRAWN: gettext_lazy("Ditarik"),
    Verdict.REOPENED: gettext_lazy("Dibuka lagi"),
}
STANDINGS = {slug: standing for standing, slug in SLUGS.items()}


@require_GET
def group_evidence(request: HttpRequest, code: str) -> HttpResponse:
    """What the group did, by month, as of a day and as known on a day."""
    found, when = group_or_404(request, code), asked(request)
    ledger = ledger_of(found, as_of=when.as_of, known_on=when.known_on)
    kind = request.GET.get("jenis", "")
    kind = kind if kinds_of(kind) else ""
    standing = STANDINGS.get(request.GET.get("keadaan", ""))
    page = page_of(request, ledger.chosen(kind, standing), ROWS_A_PAGE)
    rows = rows_of(page.object_list)
    for row in rows:
        add_words(row)
    counts = ledger.standings()
    context = {
        "group": found,
        "place": place_of(found.area),
        "crumbs": group_crumbs(request.user, found, (_("Bukti"), "")),
        "as_of": when.as_of,
        "when": when,
        "page": page,
        "months": [
            (month, list(some)) for month, some in groupby(rows, key=lambda row: row.occurred_on.replace(day=1))
        ],
        "total": sum(counts.values()),
        "counting": counts[Standing.RECORDED] + counts[Standing.CONFIRMED],
        "waiting": counts[Standing.RECORDED],
        "kind_chips": _kind_chips(request, ledger, kind, standing),
        "standing_chips": _standing_chips(request, ledger, kind, standing),
        "keep": {name: value for name in ("jenis", "keadaan") if (value := request.GET.get(name))},
        "can_report": when.is_now and report_refusal(request.user, found) is None,
        "sees_proof": proof_refusal(request.user, found) is None,
    }
    return render(request, "evidence/group_evidence.html", context)


def _kind_chips(request: HttpRequest, ledger: Ledger, code: str, standing: Standing | None) -> list[dict[str, Any]]:
    """All, and one chip a kind or family of which there is something; the counts add up."""
    counts = ledger.kinds(standing)
    chips = [
        {"label": _("Semua"), "count": sum(counts.values()), "href": with_query(request, jenis=""), "current": not code}
    ]
    shown: set[str] = set()
    for kind in KINDS:
        name = kind.family or kind.code
        total = sum(counts[one.number] for one in kinds_of(name))
        if name in shown or not (total or name == code):
            continue
        shown.add(name)
        label = FAMILIES.get(name, kind.name)
        chips.append({"label": label, "count": total, "href": with_query(request, jenis=name), "current": name == code})
    return chips


def _standing_chips(request: HttpRequest, ledger: Ledger, code: str, standing: Standing | None) -> list[dict[str, Any]]:
    counts = ledger.standings(code)
    chips: list[dict[str, Any]] = [
        {
            "label": _("Semua"),
            "count": sum(counts.values()),
            "href": with_query(request, keadaan=""),
            "current": standing is None,
        }
    ]
    for one in Standing:
        if counts[one] or one == standing:
            chips.append(
                {
                    "label": WORDS[one](),
                    "count": counts[one],
                    "href": with_query(request, keadaan=SLUGS[one]),
                    "current": one == standing,
                    "kind": TAGS[one],
                }
            )
    return chips


@require_GET
def evidence(request: HttpRequest, code: str, nth: int) -> HttpResponse:
    """One record: its proof, where it came from, who recorded it when, and what was said about it later."""
    found, row = record_or_404(request, code, nth)
    when = asked(request)
    said = reviews_of(row, when.known_on)
    row.standing = standing_of(row.source, said[0].verdict if said else 0)
    add_words(row)
    context = {
        "group": found,
        "row": row,
        "when": when,
        "as_of": when.as_of,
        "is_known": when.known_on is None or row.recorded_at <= end_of(when.known_on),
        "crumbs": group_crumbs(
            request.user,
            found,
            (_("Bukti"), f"{reverse('group_evidence', args=[code])}{when.query}"),
            (row.heading, ""),
        ),
        "sees_proof": proof_refusal(request.user, found) is None,
        "said": [
            {
                "what": SAID[Verdict(review.verdict)],
                "by": review.by.name if review.by else "",
                "at": review.at,
                "reason": review.reason,
            }
            for review in said
        ],
        "may": _may_say(request.user, row) if when.is_now else {},
    }
    return render(request, "evidence/evidence.html", context)


def _may_say(user: User, row: Evidence) -> dict[str, bool]:
    """What this person may say of the record as it stands."""
    return {
        verdict.name.lower(): verdict in NEXT[row.standing] and review_refusal(user, row, verdict) is None
        for verdict in Verdict
    }


@require_GET
def evidence_file(request: HttpRequest, code: str, nth: int) -> FileResponse:
    """The proof itself."""
    found, row = record_or_404(request, code, nth)
    _require_proof(request, found)
    return hand_out(row.file, row.file_type, f"bukti-{found.code}-{nth}")


@require_GET
def evidence_thumbnail(request: HttpRequest, code: str, nth: int) -> HttpResponse:
    """The proof's picture, small."""
    found, row = record_or_404(request, code, nth)
    _require_proof(request, found)
    if row.file_type != JPEG:
        raise Http404
    try:
        response = HttpResponse(thumbnail(row.file), content_type=JPEG)
    except (FileNotFoundError, UnfitUpload) as error:
        raise Http404 from error
    guard(response)
    # The file behind a record never changes.
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


def _require_proof(request: HttpRequest, found: Any) -> None:
    if refusal := proof_refusal(request.user, found):
        raise PermissionDenied(refusal)
