"""A group's evidence: the list by month, one record, and its proof."""

import datetime as dt
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from kentongan.accounts.models import User
from kentongan.core.clock import read_as_of
from kentongan.core.uploads import JPEG, UnfitUpload, guard, hand_out
from kentongan.evidence.enums import Standing, Verdict
from kentongan.evidence.kinds import BY_CODE, FAMILIES, KINDS, kinds_of, numbers_of
from kentongan.evidence.models import Evidence
from kentongan.evidence.permissions import proof_refusal, report_refusal, review_refusal
from kentongan.evidence.photos import thumbnail
from kentongan.evidence.queries.records import Ledger, end_of, ledger_of, reviews_of, rows_of
from kentongan.evidence.rules.standing import NEXT, counts, standing_of
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
# What counts, whatever was said of it: the evidence behind a verdict.
COUNTED = "dihitung"
STANDINGS: dict[str, tuple[Standing, ...]] = {slug: (standing,) for standing, slug in SLUGS.items()}
STANDINGS[COUNTED] = tuple(standing for standing in Standing if counts(standing))


@dataclass(frozen=True)
class Choice:
    """What of a group's evidence is asked for: kinds and families, a standing, and the days it happened on."""

    kinds: tuple[str, ...] = ()
    slug: str = ""
    first: dt.date | None = None
    last: dt.date | None = None

    @property
    def standings(self) -> tuple[Standing, ...]:
        return STANDINGS.get(self.slug, ())

    @property
    def has_span(self) -> bool:
        return bool(self.first or self.last)


@require_GET
def group_evidence(request: HttpRequest, code: str) -> HttpResponse:
    """What the group did, by month, as of a day and as known on a day."""
    found, when, choice = group_or_404(request, code), asked(request), _choice(request)
    whole = ledger_of(found, as_of=when.as_of, known_on=when.known_on)
    ledger = whole.within(choice.first, choice.last)
    page = page_of(request, ledger.chosen(choice.kinds, choice.standings), ROWS_A_PAGE)
    rows = rows_of(page.object_list)
    for row in rows:
        add_words(row)
    found_of = ledger.standings(choice.kinds)
    context = {
        "group": found,
        "place": place_of(found.area),
        "crumbs": group_crumbs(request.user, found, (_("Bukti"), "")),
        "as_of": when.as_of,
        "when": when,
        "choice": choice,
        "page": page,
        "months": [
            (month, list(some)) for month, some in groupby(rows, key=lambda row: row.occurred_on.replace(day=1))
        ],
        "total": len(whole.entries),
        "counting": sum(found_of[standing] for standing in STANDINGS[COUNTED]),
        "waiting": found_of[Standing.RECORDED],
        "kind_chips": _kind_chips(request, ledger, choice),
        "standing_chips": _standing_chips(request, ledger, choice),
        "keep": {name: value for name in ("jenis", "keadaan", "dari", "sampai") if (value := request.GET.get(name))},
        "can_report": when.is_now and report_refusal(request.user, found) is None,
        "sees_proof": proof_refusal(request.user, found) is None,
    }
    return render(request, "evidence/group_evidence.html", context)


def _choice(request: HttpRequest) -> Choice:
    """``?jenis=`` (codes with commas between), ``?keadaan=``, ``?dari=`` and ``?sampai=``; what is unknown is left out."""
    kinds = tuple(code for code in request.GET.get("jenis", "").split(",") if code and kinds_of(code))
    slug = request.GET.get("keadaan", "")
    first, last = _day(request, "dari"), _day(request, "sampai")
    if first and last and first > last:
        messages.warning(request, _("Hari pertama ada setelah hari terakhir, jadi yang tampil bukti dari semua waktu."))
        first = last = None
    return Choice(tuple(dict.fromkeys(kinds)), slug if slug in STANDINGS else "", first, last)


def _day(request: HttpRequest, name: str) -> dt.date | None:
    written = request.GET.get(name, "")
    try:
        return read_as_of(written) if written else None
    except ValueError:
        sentence = _("Tanggal “%(value)s” tidak terbaca, jadi buktinya tidak disaring dengan tanggal itu.")
        messages.warning(request, sentence % {"value": written[:40]})
        return None


def _kind_chips(request: HttpRequest, ledger: Ledger, choice: Choice) -> list[dict[str, Any]]:
    """All, what is asked for if it is no chip of its own, and one chip a kind or family of which there is something."""
    counts_of = ledger.kinds(choice.standings)

    def chip(codes: tuple[str, ...], label: Any) -> dict[str, Any]:
        return {
            "label": label,
            "count": sum(counts_of[number] for number in numbers_of(codes)) if codes else sum(counts_of.values()),
            "href": with_query(request, jenis=",".join(codes)),
            "current": codes == choice.kinds,
        }

    own = {kind.family or kind.code: FAMILIES.get(kind.family, kind.name) for kind in KINDS}
    chips = [chip((code,), label) for code, label in own.items()]
    shown = [one for one in chips if one["count"] or one["current"]]
    if choice.kinds and not any(one["current"] for one in shown):
        names = [str(FAMILIES[code] if code in FAMILIES else BY_CODE[code].name) for code in choice.kinds]
        shown.insert(0, chip(choice.kinds, ", ".join(names)))
    return [chip((), _("Semua")), *shown]


def _standing_chips(request: HttpRequest, ledger: Ledger, choice: Choice) -> list[dict[str, Any]]:
    counts_of = ledger.standings(choice.kinds)

    def chip(slug: str, label: str, kind: str = "") -> dict[str, Any]:
        standings = STANDINGS.get(slug, tuple(Standing))
        return {
            "label": label,
            "count": sum(counts_of[standing] for standing in standings),
            "href": with_query(request, keadaan=slug),
            "current": slug == choice.slug,
            "kind": kind,
        }

    chips = [chip("", _("Semua"))]
    if choice.slug == COUNTED:
        chips.append(chip(COUNTED, _("Dihitung")))
    each = [chip(SLUGS[standing], WORDS[standing](), TAGS[standing]) for standing in Standing]
    return chips + [one for one in each if one["count"] or one["current"]]


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
