"""Villages: the list, the page and its history."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import has_anywhere
from kentongan.accounts.queries import home_duty_area
from kentongan.areas.enums import Kind
from kentongan.core.clock import as_of_from, today
from kentongan.core.templatetags.core import day_date, long_date, relative_days
from kentongan.registry.enums import Step
from kentongan.registry.forms.lists import area_asked, choice_asked, text_asked
from kentongan.registry.models import FormationCase, Group
from kentongan.registry.permissions import change_area_refusal, create_group_refusal, follow_case_refusal
from kentongan.registry.queries.places import areas_visible_to, place_of, places_meant
from kentongan.registry.queries.village_page import VillageRecord
from kentongan.registry.queries.villages import VillageState, village_counts, villages_listed, villages_of
from kentongan.registry.rules import Progress, Rung
from kentongan.registry.views._common import crumbs_to, is_today, page_of, village_or_404
from kentongan.registry.views._history import in_words as history_in_words
from kentongan.registry.views._words import beginning, villages_in_words
from kentongan.registry.views.groups import with_query
from kentongan.registry.views.obstacles import obstacle_rows, obstacles_title

# The list -------------------------------------------------------------------------------------------------------------


@require_GET
def villages(request: HttpRequest) -> HttpResponse:
    """Villages the person sees, with their group, on their way, or without."""
    as_of, area = as_of_from(request), area_asked(request)
    text, state = text_asked(request), choice_asked(request, "keadaan", VillageState.values)
    every = villages_of(areas_visible_to(request.user), as_of, within=area, text=text)
    counts = village_counts(every)
    page = page_of(request, villages_listed(every, as_of, state))
    for village in page:
        village.place_around = place_of(village, own=False)
    context = {
        "as_of": as_of,
        "area": area or home_duty_area(request.user),
        "area_found": area,
        "text": text,
        "state": state,
        "counts": counts,
        "villages_word": villages_in_words(counts["all"], counts["kelurahan"]),
        "page": page,
        "chips": _chips(request, counts, state),
        "keep": {key: value for key, value in request.GET.items() if key not in {"per", "hal"}},
        "may_export": has_anywhere(request.user, Capability.EXPORT),
        "query": request.GET.urlencode(),
        "is_narrow": bool(text or state),
        "with_count": counts[VillageState.WITH.value],
        "without_count": counts[VillageState.WITHOUT.value],
        "in_process_count": counts[VillageState.IN_PROCESS.value],
    }
    return render(request, "registry/villages.html", context)


def _chips(request: HttpRequest, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    kinds = {VillageState.WITH: "ok", VillageState.WITHOUT: "bad", VillageState.IN_PROCESS: "warn"}
    all_of_them = {
        "label": _("Semua"),
        "count": counts["all"],
        "href": with_query(request, keadaan=""),
        "current": not state,
    }
    return [
        all_of_them,
        *(
            {
                "label": one.label,
                "count": counts[one.value],
                "href": with_query(request, keadaan=one.value),
                "current": state == one.value,
                "kind": kind,
            }
            for one, kind in kinds.items()
        ),
    ]


@require_GET
def village_places(request: HttpRequest) -> JsonResponse:
    """Names to choose from while a place is typed; the form works without."""
    areas = areas_visible_to(request.user, Capability.EDIT_REGISTER).valid_on(today())
    found, _is_exact = places_meant(text_asked(request), areas)
    return JsonResponse({"places": [{"value": area.pk, "label": place_of(area)} for area in found[:12]]})


# The page -------------------------------------------------------------------------------------------------------------


@require_GET
def village(request: HttpRequest, code: str) -> HttpResponse:
    """A village as it was on the day: its KIM, or how far it is from one and what stands in the way."""
    area, as_of = village_or_404(request, code), as_of_from(request)
    record, user = VillageRecord(area, as_of), request.user
    is_there = area.exists_on(as_of)
    can_follow = is_there and is_today(as_of) and follow_case_refusal(user, area) is None
    progress = record.progress
    can_form = is_there and is_today(as_of) and create_group_refusal(user, area) is None
    obstacles = [obstacle for obstacle in record.obstacles if obstacle.group_id is None or not record.existing]
    neighbours = [] if record.existing or not is_there else record.neighbours(user)
    for group in neighbours:
        group.place_around = place_of(group.area, own=True)
    context = {
        "as_of": as_of,
        "area": area,
        "record": record,
        # People of one KIM read the name of another in their village, but open only their own.
        "openable": set(Group.objects.visible_to(user).filter(area=area)) if record.groups else set(),
        "place_around": place_of(area, own=False),
        "crumbs": crumbs_to(request.user, area),
        "ladder": _ladder(progress) if progress else [],
        "ladder_title": _ladder_title(progress) if progress else "",
        "contradictions": _contradictions(progress) if progress else [],
        "steps_left": _steps_left(progress) if progress else "",
        "is_there": is_there,
        "panel": _panel(record, can_follow=can_follow, can_form=can_form) if is_there else None,
        "row": _row_of_kecamatan(record) if is_there else None,
        "obstacles": obstacle_rows(obstacles, "village", area.pk, writes=can_follow),
        "obstacles_title": obstacles_title(obstacles),
        "neighbours": neighbours,
        "can_follow": can_follow,
        "note_url": reverse("village_note", args=[area.pk]) if can_follow else "",
        "can_form": can_form,
        "can_change": is_there and is_today(as_of) and change_area_refusal(user, area) is None,
        "ended": [group for group in record.groups if not group.exists_on(as_of)],
        "closed_cases": [
            case for case in record.cases if case != record.case and case.closed_on and case.closed_on <= as_of
        ],
        "undoable": [rung for rung in progress.rungs if rung.done_on] if progress and can_follow else [],
    }
    return render(request, "registry/village.html", context)


def _ladder(progress: Progress) -> list[dict[str, Any]]:
    return [
        {"number": rung.number, "name": rung.step.label, "state": rung.state, "date": rung.done_on, "fact": rung.fact}
        for rung in progress.rungs
    ]


def _ladder_title(progress: Progress) -> str:
    if progress.done == 0:
        return _("Belum ada langkah yang selesai")
    if progress.left == 0:
        return _("Semua langkah selesai")
    words = {"done": beginning(progress.done), "total": beginning(progress.total).lower()}
    return _("%(done)s dari %(total)s langkah selesai") % words


def _steps_left(progress: Progress) -> str:
    if progress.left == 0:
        return _("Tinggal dicatat sebagai KIM.")
    return ngettext("%(count)s langkah lagi ke SK.", "%(count)s langkah lagi ke SK.", progress.left) % {
        "count": beginning(progress.left)
    }


def _contradictions(progress: Progress) -> list[str]:
    return [
        _("%(later)s tercatat %(later_on)s, lebih dulu daripada %(earlier)s (%(earlier_on)s). Periksa tanggalnya.")
        % {
            "later": pair.later.label,
            "later_on": day_date(pair.later_on),
            "earlier": pair.earlier.label.lower(),
            "earlier_on": day_date(pair.earlier_on),
        }
        for pair in progress.out_of_order
    ]


def _panel(record: VillageRecord, *, can_follow: bool, can_form: bool) -> dict[str, Any] | None:
    """The one next action of the village; None where a KIM exists."""
    if record.existing:
        return None
    code, progress = record.area.pk, record.progress
    if progress is None:
        return {
            "title": _("Langkah pertama: sosialisasi"),
            "text": _("Mulai pembentukan supaya setiap langkah tercatat, dari sosialisasi sampai SK."),
            "href": reverse("case_start", args=[code]) if can_follow else "",
            "action": _("Mulai pembentukan KIM"),
        }
    now = progress.now
    if now is None or now.step == Step.DECREED:
        return {
            "title": _("Tinggal SK") if now else _("SK sudah terbit"),
            "text": _latest_in_words(progress, record),
            "href": reverse("case_form", args=[code]) if can_form else "",
            "action": _("Catat SK dan bentuk KIM"),
        }
    return {
        "title": _next_title(now.step),
        "text": _latest_in_words(progress, record),
        "href": reverse("step_new", args=[code]) if can_follow else "",
        "action": _next_action(now.step),
    }


def _latest_in_words(progress: Progress, record: VillageRecord) -> str:
    latest: Rung | None = progress.latest
    if latest is None or latest.done_on is None:
        case: FormationCase | None = record.case
        return _("Pembentukan dimulai %(day)s.") % {"day": long_date(case.opened_on)} if case else ""
    words = {"step": latest.step.label, "day": long_date(latest.done_on)}
    near = relative_days(latest.done_on, record.as_of)
    if near != day_date(latest.done_on):
        return _("%(step)s selesai %(day)s, %(near)s.") % {**words, "near": near}
    return _("%(step)s selesai %(day)s.") % words


def _next_title(step: Step) -> str:
    return {
        Step.SOCIALISED: _("Desa perlu tahu dulu apa itu KIM"),
        Step.DISCUSSED: _("Warga siap bermusyawarah"),
        Step.OFFICERS: _("Musyawarah selesai, tinggal pengurus"),
        Step.FILED: _("Pengurus ada, tinggal berkasnya"),
        Step.CHECKED: _("Berkas sudah masuk, tinggal diperiksa"),
    }[step]


def _next_action(step: Step) -> str:
    return {
        Step.SOCIALISED: _("Catat sosialisasi"),
        Step.DISCUSSED: _("Catat musyawarah"),
        Step.OFFICERS: _("Catat susunan pengurus"),
        Step.FILED: _("Catat pengajuan berkas"),
        Step.CHECKED: _("Catat pemeriksaan berkas"),
    }[step]


def _row_of_kecamatan(record: VillageRecord) -> dict[str, Any]:
    """One slit per village of the kecamatan, this one first in its own colour."""
    units, without, on_the_way = [], 0, 0
    for sibling in record.siblings:
        is_on_the_way = sibling.is_in_process and not sibling.has_group
        without += not sibling.has_group
        if sibling.pk == record.area.pk:
            units.append("this")
            continue
        on_the_way += is_on_the_way
        units.append("done" if sibling.has_group else "way" if is_on_the_way else "none")
    total = len(units)
    kelurahan = sum(sibling.kind == Kind.KELURAHAN for sibling in record.siblings)
    word = villages_in_words(total, kelurahan)
    words = {"total": total, "villages": word, "name": record.area.parent.name if record.area.parent else ""}
    order = {"this": 0, "done": 1, "way": 2, "none": 3}
    units.sort(key=order.__getitem__)
    if record.existing:
        label = _("%(n)s dari %(total)s %(villages)s di %(name)s sudah ada KIM.") % {**words, "n": total - without}
    elif without == total:
        label = _("Semua %(total)s %(villages)s di %(name)s belum ada KIM.") % words
    else:
        label = _("%(n)s dari %(total)s %(villages)s di %(name)s belum ada KIM.") % {**words, "n": without}
    begun = ngettext("%(n)s lainnya sedang diproses", "%(n)s lainnya sedang diproses", on_the_way) % {"n": on_the_way}
    rest = without - on_the_way - (not record.existing)
    detail = _("%(begun)s, %(n)s belum mulai.") % {"begun": begun, "n": rest}
    return {"units": units, "label": label, "detail": detail, "sentence": f"{label} {detail}"}


@require_GET
def village_history(request: HttpRequest, code: str) -> HttpResponse:
    """What was noted about the village's way, by whom and when."""
    area = village_or_404(request, code)
    page = page_of(request, VillageRecord(area, today()).history(), 40)
    context = {
        "title": _("Riwayat %(name)s") % {"name": area.full_name},
        "lead": _("Langkah, kendala, dan catatan desa ini: kapan dicatat dan oleh siapa."),
        "crumbs": crumbs_to(request.user, area, (_("Riwayat"), "")),
        "events": history_in_words(page),
        "page": page,
    }
    return render(request, "registry/history.html", context)
