"""What belongs to a group: officers, channels, partners."""

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
from kentongan.registry.forms.groups import ChannelForm, OfficerForm, PartnerForm
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


def _part_page(
    request: HttpRequest, form: forms.Form, act: Any, found: Any, *, title: str, parts: str, **more: Any
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


@GET_AND_POST
def officer_new(request: HttpRequest, code: str) -> HttpResponse:
    found, user = group_or_404(request, code), request.user
    allow(edit_group_refusal(user, found))
    asked = request.GET.get("jabatan", "")
    form = OfficerForm(request.POST or None, group=found)
    form.fields["position"].initial = asked if asked in Position.values else Position.CHAIR
    return _part_page(
        request,
        form,
        lambda: add_officer(group=found, by=user, **form.cleaned_data),
        found,
        title=_("Tambah pengurus"),
        parts="position,name phone decree since,until",
        done=_("Pengurus tersimpan."),
    )


@GET_AND_POST
def officer_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    found, user = group_or_404(request, code), request.user
    officer = nth_or_404(found.officers.select_related("decree"), number)
    allow(edit_group_refusal(user, found))
    officer.group = found
    form = OfficerForm(request.POST or None, group=found, officer=officer)
    erase = reverse("officer_erase", args=[code, number]) if erase_officer_refusal(user, found) is None else ""
    return _part_page(
        request,
        form,
        lambda: change_officer(officer=officer, by=user, **form.cleaned_data),
        found,
        title=_("Ubah pengurus"),
        parts="position,name phone decree since,until",
        done=_("Perubahan tersimpan."),
        lead=_(
            "Bila orangnya berganti, isi “Sampai sebelum” lalu tambahkan penggantinya. Dengan begitu masa lalu tetap benar."
        ),
        beside={"label": _("Hapus data pribadi"), "href": erase} if erase else None,
    )


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


@GET_AND_POST
def channel_new(request: HttpRequest, code: str) -> HttpResponse:
    found, user = group_or_404(request, code), request.user
    allow(edit_group_refusal(user, found))
    form = ChannelForm(request.POST or None, group=found)
    return _part_page(
        request,
        form,
        lambda: add_channel(group=found, by=user, **form.cleaned_data),
        found,
        title=_("Tambah kanal"),
        parts="kind,url since,until",
        done=_("Kanal tersimpan."),
    )


@GET_AND_POST
def channel_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    found, user = group_or_404(request, code), request.user
    channel = nth_or_404(found.channels, number)
    allow(edit_group_refusal(user, found))
    channel.group = found
    form = ChannelForm(request.POST or None, group=found, channel=channel)
    return _part_page(
        request,
        form,
        lambda: change_channel(channel=channel, by=user, **form.cleaned_data),
        found,
        title=_("Ubah kanal"),
        parts="kind,url since,until",
        done=_("Perubahan tersimpan."),
        lead=_("Kanal yang tidak dipakai lagi jangan diganti: isi “Dipakai sampai sebelum”."),
    )


@GET_AND_POST
def partner_new(request: HttpRequest, code: str) -> HttpResponse:
    found, user = group_or_404(request, code), request.user
    allow(edit_group_refusal(user, found))
    form = PartnerForm(request.POST or None)
    return _part_page(
        request,
        form,
        lambda: add_partner(group=found, by=user, **form.cleaned_data),
        found,
        title=_("Tambah lembaga mitra"),
        parts="kind,name since,until",
        lead=_("Lembaga tempat KIM ini bergabung atau bekerja bersama, misalnya pokmas atau LPMK."),
        done=_("Lembaga mitra tersimpan."),
    )


@GET_AND_POST
def partner_edit(request: HttpRequest, code: str, number: int) -> HttpResponse:
    found, user = group_or_404(request, code), request.user
    partner = nth_or_404(found.partners, number)
    allow(edit_group_refusal(user, found))
    partner.group = found
    form = PartnerForm(request.POST or None, partner=partner)
    return _part_page(
        request,
        form,
        lambda: change_partner(partner=partner, by=user, **form.cleaned_data),
        found,
        title=_("Ubah lembaga mitra"),
        parts="kind,name since,until",
        done=_("Perubahan tersimpan."),
    )
