"""Lists as files, with the same filters as their pages.

They go to other offices and come back through the import, so they keep the register's language whoever takes them.
"""

import tempfile
from collections.abc import Callable, Sequence

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import override
from django.views.decorators.http import require_GET

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import scope
from kentongan.areas.models import Area
from kentongan.core.clock import as_of_from
from kentongan.registry.forms.lists import area_asked, choice_asked, decree_filters, group_filters, text_asked
from kentongan.registry.models import Group
from kentongan.registry.queries.groups import GroupFilters, groups_of
from kentongan.registry.queries.villages import VillageState, villages_listed, villages_of
from kentongan.rosters.listings import (
    Listing,
    deadline_listing,
    decree_listing,
    group_listing,
    kimid_listing,
    officer_listing,
    village_listing,
)
from kentongan.rosters.permissions import export_refusal

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_GET
def group_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list of /kim/, every field of it."""
    return _send(
        request, form, lambda groups, area: group_listing(groups, area[1], area=area[0], phones=_phones(request))
    )


@require_GET
def kimid_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The same groups in the columns of KIM.ID."""
    return _send(request, form, lambda groups, area: kimid_listing(groups, area[1], area=area[0]))


@require_GET
def decree_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list of /sk/, row for row."""
    return _send(request, form, lambda groups, area: deadline_listing(groups, area[1], area=area[0]), decree_filters)


@require_GET
def all_decrees_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All decrees of the groups of /kim/, earlier ones too."""
    return _send(request, form, lambda groups, area: decree_listing(groups, area[1], area=area[0]))


@require_GET
def officer_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The boards of the groups of the list; phone numbers only where the person may see them."""
    return _send(
        request, form, lambda groups, area: officer_listing(groups, area[1], area=area[0], phones=_phones(request))
    )


@require_GET
def village_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list of /desa/."""
    _allow(request)
    as_of, area = as_of_from(request), area_asked(request)
    areas = Area.objects.filter(scope(request.user, Capability.EXPORT))
    villages = villages_of(areas, as_of, within=area, text=text_asked(request))
    state = choice_asked(request, "keadaan", VillageState.values)
    with override(settings.LANGUAGE_CODE):
        return answer(village_listing(villages_listed(villages, as_of, state), as_of, area=area), form)


def _allow(request: HttpRequest) -> None:
    if refusal := export_refusal(request.user):
        raise PermissionDenied(refusal)


def _send(
    request: HttpRequest,
    form: str,
    listing: Callable[[QuerySet[Group], tuple], Listing],
    filters_of: Callable[[HttpRequest], GroupFilters] = group_filters,
) -> HttpResponseBase:
    _allow(request)
    as_of, filters = as_of_from(request), filters_of(request)
    groups = groups_of(request.user, filters, as_of).filter(scope(request.user, Capability.EXPORT, "area__"))
    # The conditions stay, the figures that the page adds to each row do not.
    plain = Group.objects.filter(pk__in=groups.order_by().values("pk"))
    with override(settings.LANGUAGE_CODE):
        return answer(listing(plain, (filters.area, as_of)), form)


def _phones(request: HttpRequest) -> Callable[[Sequence[str]], set[str]]:
    condition = scope(request.user, Capability.SEE_PHONES, "area__", group="code")

    def seen(codes: Sequence[str]) -> set[str]:
        return set(Group.objects.filter(condition, code__in=codes).values_list("code", flat=True))

    return seen


def answer(listing: Listing, form: str) -> HttpResponseBase:
    """CSV streams line by line; XLSX is packed on disk first, because its parts are."""
    name = f"{listing.name}.{form}"
    if form == "csv":
        response: HttpResponseBase = StreamingHttpResponse(listing.csv_lines(), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    else:
        stream = tempfile.TemporaryFile()  # noqa: SIM115 - the answer closes it
        listing.write_xlsx(stream)
        stream.seek(0)
        response = FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
    response.headers["Cache-Control"] = "private, no-store"
    return response
