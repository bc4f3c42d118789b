"""What belongs to a group: officers, channels, partners."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kentongan.registry.actions import (
    add_channel,
    add_officer,
    add_partner,
    change_channel,
    change_officer,
    change_partner,
    erase_officer,
)
from kentongan.registry.enums import Position
from kentongan.registry.forms.parts import ChannelForm, OfficerForm, PartForm, PartnerForm
from kentongan.registry.models import Channel, Group
from kentongan.registry.panels import channel_page
from kentongan.registry.permissions import edit_group_refusal, erase_officer_refusal
from kentongan.registry.views._common import (
    allow,
    form_page,
    group_crumbs,
    group_or_404,
    layout,
    nth_or_404,
)

GET_AND_POST = require_http_methods(["GET", "POST"])

OFFICER = "position,name phone decree since,until after_chair"
CHANNEL = "kind,url since,until"
PARTNER = "kind,name since,until"


def _part_page(
    request: HttpRequest, form: forms.Form, act: Any, found: Group, *, title: str, parts: str, **more: Any
) -> HttpResponse:
    return form_page(
        request,
        form,
        act,
        title=title,
        save=_("Simpan"),
        back=reverse("group", args=[found.code]),
        crumbs=group_crumbs(request.user, found, (title, "")),
        parts=layout(form, ("", parts)),
        **more,
    )


def _new_part(
    request: HttpRequest, code: str, make_form: type[PartForm], add: Callable[..., Any], **more: Any
) -> HttpResponse:
    """One more of what belongs to the group."""
    found, user = group_or_404(request, code), request.user
    allow(edit_group_refusal(user, found))
    form = make_form(request.POST or None, group=found, initial=more.pop("initial", None))
    return _part_page(request, form, lambda: add(group=found, by=user, **form.cleaned_data), found, **more)


def _changed_part(
    request: HttpRequest,
    code: str,
    kind: str,
    number: int,
    make_form: type[PartForm],
    change: Callable[..., Any],
    **more: Any,
) -> HttpResponse:
    """A correction of one that is there; ``kind`` names it, in the group and to ``change``."""
    found, user = group_or_404(request, code), request.user
    part = nth_or_404(getattr(found, f"{kind}s"), number)
    allow(edit_group_refusal(user, found))
    part.group = found
    form = make_form(request.POST or None, group=found, part=part)
    return _part_page(
        request,
        form,
        lambda: change(**{kind: part}, by=user, **form.cleaned_data),
        found,
        done=_("Perubahan tersimpan."),
        **more,
    )


@GET_AND_POST
def officer_new(request: HttpRequest, code: str) -> HttpResponse:
    asked = request.GET.get("jabatan", "")
    return _new_part(
        request,
        code,
        OfficerForm,
        add_officer,
        initial={"position": asked} if asked in Position.values else None,
        title=_("Tambah pengurus"),
        parts=OFFICER,
        done=_("Pengurus tersimpan."),
    )


@GET_AND_POST
def officer_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return _changed_part(
        request,
        code,
        "officer",
        number,
        OfficerForm,
        change_officer,
        title=_("Ubah pengurus"),
        parts=OFFICER,
        lead=_(
            "Bila orangnya berganti, isi “Sampai sebelum” lalu tambahkan penggantinya. Dengan begitu masa lalu tetap benar."
        ),
        beside=_link_to_erase(request, code, number),
    )


def _link_to_erase(request: HttpRequest, code: str, number: int) -> dict[str, str] | None:
    if erase_officer_refusal(request.user, group_or_404(request, code)):
        return None
    return {"label": _("Hapus data pribadi"), "href": reverse("officer_erase", args=[code, number])}


@GET_AND_POST
def officer_erase(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """Erase an officer's personal data on request; asked for once more before it is done."""
    found, user = group_or_404(request, code), request.user
    officer = nth_or_404(found.officers, number)
    allow(erase_officer_refusal(user, found))
    officer.group = found
    return form_page(
        request,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda: erase_officer(officer=officer, by=user),
        title=_("Hapus data pribadi %(name)s") % {"name": officer.name},
        lead=_(
            "Nama dan nomor HP dihapus dari daftar pengurus dan dari riwayat. Yang tetap: jabatannya dan masa tugasnya. "
            "Ini tidak dapat dibatalkan."
        ),
        save=_("Hapus data pribadi"),
        save_kind="bahaya",
        back=reverse("group", args=[code]),
        crumbs=group_crumbs(request.user, found, (_("Hapus data pribadi"), "")),
        done=_("Data pribadi dihapus."),
    )


def _after_channel(channel: Channel) -> str:
    return channel_page(channel) or f"{reverse('group', args=[channel.group.code])}#kanal"


@GET_AND_POST
def channel_new(request: HttpRequest, code: str) -> HttpResponse:
    return _new_part(
        request,
        code,
        ChannelForm,
        add_channel,
        title=_("Tambah kanal"),
        parts=CHANNEL,
        done=_("Kanal tersimpan."),
        goal=_after_channel,
    )


@GET_AND_POST
def channel_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return _changed_part(
        request,
        code,
        "channel",
        number,
        ChannelForm,
        change_channel,
        title=_("Ubah kanal"),
        parts=CHANNEL,
        goal=_after_channel,
        lead=_("Kanal yang tidak dipakai lagi jangan diganti: isi “Dipakai sampai sebelum”."),
    )


@GET_AND_POST
def partner_new(request: HttpRequest, code: str) -> HttpResponse:
    return _new_part(
        request,
        code,
        PartnerForm,
        add_partner,
        title=_("Tambah lembaga mitra"),
        parts=PARTNER,
        lead=_("Lembaga tempat KIM ini bergabung atau bekerja bersama, misalnya pokmas atau LPMK."),
        done=_("Lembaga mitra tersimpan."),
    )


@GET_AND_POST
def partner_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    return _changed_part(
        request, code, "partner", number, PartnerForm, change_partner, title=_("Ubah lembaga mitra"), parts=PARTNER
    )
