"""Groups: the list, the page, and writing them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import has_anywhere
from kentongan.accounts.queries import home_duty_area
from kentongan.core.clock import as_of_from, today
from kentongan.registry.actions import change_group, create_group, end_group, reopen_group
from kentongan.registry.actions.groups import GROUP_FIELDS
from kentongan.registry.enums import ChannelKind, DecreeState, Precision
from kentongan.registry.forms.groups import EndGroupForm, GroupForm, NewGroupForm, ProfileForm, ReasonForm
from kentongan.registry.forms.lists import group_filters
from kentongan.registry.models import Group
from kentongan.registry.panels import panels_for
from kentongan.registry.permissions import (
    add_decree_refusal,
    create_group_refusal,
    edit_group_refusal,
    edit_register_refusal,
    end_group_refusal,
    follow_case_refusal,
    may_see_phones,
    reopen_group_refusal,
    scan_refusal,
)
from kentongan.registry.queries.group_page import GroupRecord
from kentongan.registry.queries.groups import ENDED, GroupFilters, decree_counts, groups_listed, groups_of
from kentongan.registry.queries.places import areas_visible_to, place_of
from kentongan.registry.queries.village_page import progress_of
from kentongan.registry.rules import state_of_end
from kentongan.registry.rules.channels import channel_name
from kentongan.registry.views._common import (
    allow,
    crumbs,
    form_page,
    group_crumbs,
    group_or_404,
    is_today,
    layout,
    page_of,
)
from kentongan.registry.views._history import in_words
from kentongan.registry.views._timeline import signer_title, timeline
from kentongan.registry.views._words import beginning
from kentongan.registry.views._work import work_rows
from kentongan.registry.views.obstacles import obstacle_rows, obstacles_title

HISTORY_ROWS = 40


@require_GET
def groups(request: HttpRequest) -> HttpResponse:
    """All groups the person sees, narrowed by what the address says; the rows behind the figures."""
    as_of, filters = as_of_from(request), group_filters(request)
    every = groups_of(request.user, filters.without_decree(), as_of)
    counts = decree_counts(every, as_of)
    rows = groups_listed(groups_of(request.user, filters, as_of), as_of)
    page = page_of(request, rows)
    add_decree_tags(page, as_of)
    context = {
        "as_of": as_of,
        "filters": filters,
        "counts": counts,
        "shown": counts[filters.decree] if filters.decree else counts["all"],
        "page": page,
        "chips": decree_chips(request, filters, counts),
        "area": filters.area or home_duty_area(request.user),
        "keep": {key: value for key, value in request.GET.items() if key not in {"per", "hal"}},
        "is_ended_list": filters.state == ENDED,
        "create_refusal": create_group_refusal(request.user),
        "may_export": has_anywhere(request.user, Capability.EXPORT),
        "may_import": has_anywhere(request.user, Capability.IMPORT),
        "query": request.GET.urlencode(),
        "area_found": filters.area,
    }
    return render(request, "registry/groups.html", context)


def add_decree_tags(rows: Any, as_of: Any) -> None:
    """Each row's decree state with its word, from the last day the query brought."""
    for group in rows:
        state = state_of_end(group.decree_ends_on, as_of)
        group.tag_kind, group.tag_word = tag_of(state)
        group.place = place_of(group.area)
        group.place_around = place_of(group.area, own=False)


def tag_of(state: DecreeState) -> tuple[str, str]:
    return {
        DecreeState.IN_FORCE: ("ok", _("Berlaku")),
        DecreeState.ENDING: ("warn", _("Habis dalam 90 hari")),
        DecreeState.ENDED: ("bad", _("Sudah habis")),
        DecreeState.NONE: ("off", _("Belum tercatat")),
    }[state]


def decree_chips(request: HttpRequest, filters: GroupFilters, counts: dict[str, int], name: str = "sk") -> list[dict]:
    """The four states, which add up to all."""
    chips = [
        {
            "label": _("Semua"),
            "count": counts["all"],
            "href": with_query(request, **{name: ""}),
            "current": not filters.decree,
        }
    ]
    for state in (DecreeState.IN_FORCE, DecreeState.ENDING, DecreeState.ENDED, DecreeState.NONE):
        kind, word = tag_of(state)
        chips.append(
            {
                "label": _("SK berlaku")
                if state == DecreeState.IN_FORCE
                else word
                if state != DecreeState.NONE
                else _("SK belum tercatat"),
                "count": counts[state.value],
                "href": with_query(request, **{name: state.value}),
                "current": filters.decree == state.value,
                "kind": kind,
            }
        )
    return chips


def with_query(request: HttpRequest, **changes: str) -> str:
    """This page's address with parts of its query changed, from its first page on."""
    query = request.GET.copy()
    query.pop("hal", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}" if query else request.path


@require_GET
def group(request: HttpRequest, code: str) -> HttpResponse:
    """One group as it was on the day, what it lacks, and what may be done."""
    found, as_of = group_or_404(request, code), as_of_from(request)
    record = GroupRecord(found, as_of)
    user, writes = request.user, is_today(as_of)
    work = work_rows(record, user, writes=writes)
    can_edit = writes and edit_group_refusal(user, found) is None
    can_follow = writes and follow_case_refusal(user, found.area) is None
    can_decree = writes and found.exists_on(as_of) and add_decree_refusal(user, found) is None
    for channel in record.channels:
        channel.name = channel_name(channel.kind, channel.url)
        channel.icon = "globe" if channel.kind == ChannelKind.WEBSITE else channel.kind
    for decree in record.decrees:
        decree.title = signer_title(decree, found.area)
    case = record.case
    context = {
        "as_of": as_of,
        "group": found,
        "record": record,
        "panels": panels_for(request, found, as_of),
        "place": place_of(found.area),
        "crumbs": group_crumbs(request.user, found),
        "exists": found.exists_on(as_of),
        "work": work,
        "work_title": _work_title(len(work)),
        "timeline": timeline(record.decrees, as_of),
        "is_exact": found.formed_precision == Precision.DAY,
        "sees_phones": may_see_phones(user, found),
        "sees_scans": scan_refusal(user, found) is None,
        "can_edit": can_edit,
        "can_edit_register": writes and edit_register_refusal(user, found) is None,
        "can_decree": can_decree,
        "can_follow": can_follow,
        "can_end": writes and end_group_refusal(user, found) is None,
        "can_reopen": writes and reopen_group_refusal(user, found) is None,
        "formation": progress_of(case, as_of) if case else None,
        "sk_title": signer_title(record.decree, found.area) if record.decree else "",
        "scan_href": _scan_href(record, user),
        "obstacles": obstacle_rows(record.obstacles, "group", code, writes=can_follow),
        "obstacles_title": obstacles_title(record.obstacles),
        "note_url": reverse("group_note", args=[code]) if can_follow else "",
        "facts": _facts(found),
    }
    return render(request, "registry/group.html", context)


def _scan_href(record: GroupRecord, user: Any) -> str:
    """Where the deciding decree's scan is opened, by those who may."""
    decree = record.decree
    if decree is None or not decree.scan or scan_refusal(user, record.group) is not None:
        return ""
    return reverse("decree_scan", args=[record.group.code, decree.nth])


def _work_title(count: int) -> str:
    if count == 0:
        return _("Catatan KIM ini lengkap")
    if count == 1:
        return _("Satu hal perlu dilengkapi")
    return _("%(count)s hal perlu dilengkapi") % {"count": beginning(count)}


def _facts(found: Group) -> list[dict[str, Any]]:
    rows = [
        {"term": _("Kode KIM"), "value": found.code},
        {"term": _("Nomor KIM nasional"), "value": found.kim_number},
        {
            "term": _("Situs KIM.ID"),
            "value": found.kimid_url.removeprefix("https://").rstrip("/"),
            "href": found.kimid_url,
        },
        {"term": _("Sekretariat"), "value": found.address},
    ]
    return [row if row.get("href") else {key: value for key, value in row.items() if key != "href"} for row in rows]


@require_GET
def group_history(request: HttpRequest, code: str) -> HttpResponse:
    """Who changed what, when, from what to what."""
    found = group_or_404(request, code)
    page = page_of(request, GroupRecord(found, today()).history(), HISTORY_ROWS)
    context = {
        "title": _("Riwayat %(name)s") % {"name": found.name},
        "lead": _("Semua yang dicatat dan diubah pada KIM ini, SK, pengurus, kanal, dan mitranya."),
        "crumbs": group_crumbs(request.user, found, (_("Riwayat"), "")),
        "events": in_words(page, sees_phones=may_see_phones(request.user, found)),
        "page": page,
    }
    return render(request, "registry/history.html", context)


@require_http_methods(["GET", "POST"])
def group_new(request: HttpRequest) -> HttpResponse:
    """Record a group that exists."""
    user = request.user
    allow(create_group_refusal(user))
    form = NewGroupForm(request.POST or None, today=today(), initial=_asked_place(request))
    form.offer_places(areas_visible_to(user, Capability.EDIT_REGISTER).valid_on(today()))

    def act() -> Group:
        return create_group(area=form.area, by=user, **_group_values(form))

    return form_page(
        request,
        form,
        act,
        title=_("Catat KIM"),
        lead=_("Untuk KIM yang sudah ada. Desa yang baru menuju KIM dicatat di halaman desanya."),
        save=_("Simpan KIM"),
        back=reverse("groups"),
        crumbs=crumbs((_("KIM"), reverse("groups")), (_("Catat KIM"), "")),
        parts=layout(
            form,
            (
                _("Di mana dan sejak kapan"),
                "place place_code name formed_on formed_precision formed_not_before kim_number",
            ),
            (_("Kontak"), "contact_name,contact_phone address kimid_url"),
            (_("Profil"), "profile"),
        ),
        done=_("KIM tersimpan. Lengkapi SK dan pengurusnya."),
        goal=lambda made: reverse("group", args=[made.code]),
        scripts="places",
    )


def _asked_place(request: HttpRequest) -> dict[str, str]:
    code = request.GET.get("wilayah", "")
    return {"place": code} if code else {}


def _group_values(form: Any) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name in GROUP_FIELDS}


@require_http_methods(["GET", "POST"])
def group_edit(request: HttpRequest, code: str) -> HttpResponse:
    """Everything for the office; profile and contact for the group's leader."""
    found, user = group_or_404(request, code), request.user
    allow(edit_group_refusal(user, found))
    if edit_register_refusal(user, found) is None:
        form: GroupForm | ProfileForm = GroupForm(request.POST or None, today=today(), group=found)
    else:
        form = ProfileForm(request.POST or None, initial=ProfileForm.initial_of(found))
    parts = layout(
        form,
        (_("Nama dan tanggal"), "name formed_on formed_precision formed_not_before kim_number"),
        (_("Kontak"), "contact_name,contact_phone address kimid_url"),
        (_("Profil"), "profile"),
    )
    return form_page(
        request,
        form,
        lambda: change_group(group=found, by=user, **_group_values(form)),
        title=_("Ubah data %(name)s") % {"name": found.name},
        save=_("Simpan perubahan"),
        back=reverse("group", args=[code]),
        crumbs=group_crumbs(request.user, found, (_("Ubah data"), "")),
        parts=[part for part in parts if part["rows"]],
        done=_("Perubahan tersimpan."),
    )


@require_http_methods(["GET", "POST"])
def group_end(request: HttpRequest, code: str) -> HttpResponse:
    """The group ended: it stays on record and in the figures of earlier days."""
    found, user = group_or_404(request, code), request.user
    allow(end_group_refusal(user, found))
    form = EndGroupForm(request.POST or None, today=today(), group=found)

    def act() -> Group:
        values = form.cleaned_data
        return end_group(
            group=found,
            on=values["on"],
            reason=values["reason"],
            merged_kind=values["merged_kind"],
            merged_name=values["merged_name"],
            by=user,
        )

    return form_page(
        request,
        form,
        act,
        title=_("Catat bahwa %(name)s berakhir") % {"name": found.name},
        lead=_("KIM tidak dihapus: keadaan sebelum tanggal itu tetap sama, dan pencatatan ini dapat dibatalkan."),
        save=_("Catat berakhir"),
        back=reverse("group", args=[code]),
        crumbs=group_crumbs(request.user, found, (_("Berakhir"), "")),
        parts=layout(form, ("", "on reason"), (_("Bila diteruskan lembaga lain"), "merged_name,merged_kind")),
        done=_("KIM tercatat berakhir."),
    )


@require_http_methods(["GET", "POST"])
def group_reopen(request: HttpRequest, code: str) -> HttpResponse:
    """Take back that the group ended."""
    found, user = group_or_404(request, code), request.user
    allow(reopen_group_refusal(user, found))
    form = ReasonForm(request.POST or None)
    return form_page(
        request,
        form,
        lambda: reopen_group(group=found, reason=form.cleaned_data["reason"], by=user),
        title=_("Batalkan pengakhiran %(name)s") % {"name": found.name},
        lead=_("KIM kembali tercatat ada tanpa jeda. Bila KIM baru menggantikannya, catat KIM baru saja."),
        save=_("Batalkan pengakhiran"),
        back=reverse("group", args=[code]),
        crumbs=group_crumbs(request.user, found, (_("Batalkan pengakhiran"), "")),
        done=_("KIM kembali tercatat ada."),
    )
