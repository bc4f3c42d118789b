"""What became of a village, noted by the office's admin."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kentongan.core.clock import today
from kentongan.registry.actions import change_village, rename_village
from kentongan.registry.forms.places import PlaceChange, VillageChangeForm
from kentongan.registry.permissions import change_area_refusal
from kentongan.registry.views._common import allow, crumbs_to, form_page, village_or_404


@require_http_methods(["GET", "POST"])
def village_change(request: HttpRequest, code: str) -> HttpResponse:
    """The village ended, was split, moved or renamed on a day."""
    area = village_or_404(request, code)
    allow(change_area_refusal(request.user, area))
    form = VillageChangeForm(request.POST or None, area=area, today=today())

    def act() -> Any:
        values = form.cleaned_data
        told = {"area": area, "on": values["on"], "reason": values["reason"], "by": request.user}
        if values["change"] == PlaceChange.RENAMED:
            return rename_village(name=values["name"], **told)
        return change_village(into=form.into, ends_groups=values.get("groups") == "end", **told)

    return form_page(
        request,
        form,
        act,
        title=_("Catat perubahan %(name)s") % {"name": area.full_name},
        lead=_("Angka dan halaman untuk hari-hari sebelumnya tetap sama. Perubahan ini masuk riwayat desa."),
        save=_("Simpan perubahan wilayah"),
        back=reverse("village", args=[area.pk]),
        crumbs=crumbs_to(request.user, area, (_("Perubahan wilayah"), "")),
        done=_("Perubahan wilayah tercatat."),
    )
