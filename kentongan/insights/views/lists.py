"""The groups behind the figures of activity: all of them, those to look after, sleepers, movers."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.core.clock import as_of_from, today
from kentongan.insights.permissions import sees_area
from kentongan.insights.queries import Network, groups_judged, network_of
from kentongan.insights.rules import sentences
from kentongan.insights.views import _activity as shown
from kentongan.insights.views._common import Links, area_asked, figures_page
from kentongan.insights.views.control_room import frame
from kentongan.registry.models import Group

ROWS_A_PAGE = 50


class Rows(Sequence):
    """Rows of a list that are read a page at a time: the paginator asks for a slice."""

    def __init__(self, count: int, read: Callable[[int, int], list[dict[str, Any]]]) -> None:
        self.count_of_rows, self.read = count, read

    def __len__(self) -> int:
        return self.count_of_rows

    def __getitem__(self, part: Any) -> Any:
        start, stop, _step = part.indices(len(self))
        return self.read(stop - start, start) if stop > start else []


@require_GET
@figures_page
def falling_groups(request: HttpRequest) -> HttpResponse:
    """Groups that fall within thirty days unless something is recorded, the soonest first."""
    network, links = _asked(request)
    found = network.moving
    count = found.falling_count if found else 0
    rows = Rows(count, lambda most, skip: shown.falling_rows(found.falling(most, skip), links))  # type: ignore[union-attr]
    return _page(
        request,
        network,
        rows,
        title=sentences.falling_title(count),
        lead=_("Yang perlu dilakukan agar tidak turun, urut dari yang paling dekat."),
        columns=(_("Tinggal"), _("Yang menjaga")),
        empty=_("Setiap KIM aman paling sedikit 30 hari lagi."),
    )


@require_GET
@figures_page
def sleeping_groups(request: HttpRequest) -> HttpResponse:
    """Groups that are not active, by how little they lack."""
    network, links = _asked(request)
    found = network.activity
    count = found.sleepers_count if found else 0
    rows = Rows(count, lambda most, skip: [shown.sleeper_row(one, links) for one in found.sleepers(most, skip)])  # type: ignore[union-attr]
    return _page(
        request,
        network,
        rows,
        title=sentences.sleepers_title(count),
        lead=_("Langkah kecil yang membuat KIM aktif lagi."),
        columns=(_("Kurangnya"), _("Langkah berikutnya")),
        empty=_("Semua KIM yang dinilai sudah aktif."),
    )


@require_GET
@figures_page
def moved_groups(request: HttpRequest) -> HttpResponse:
    """Groups whose tier is another one than a month before."""
    network, links = _asked(request)
    found = network.moving
    risen, fallen = (found.risen, found.fallen) if found else (0, 0)
    way = request.GET.get("arah", "")
    only = {"naik": True, "turun": False}.get(way)
    count = {True: risen, False: fallen, None: risen + fallen}[only]
    rows = Rows(
        count,
        lambda most, skip: [shown.mover_row(one, links) for one in found.movers(most, skip, risen=only)],  # type: ignore[union-attr]
    )
    chips = [
        {"label": label, "count": n, "href": _with(request, arah=value), "current": value == (way if only is not None else ""), "kind": kind}
        for label, n, value, kind in (
            (_("Semua"), risen + fallen, "", ""),
            (_("Naik"), risen, "naik", "ok"),
            (_("Turun"), fallen, "turun", "warn"),
        )
    ]  # fmt: skip
    return _page(
        request,
        network,
        rows,
        title=sentences.movers_title(risen, fallen),
        lead=_("Dibanding sebulan sebelumnya. KIM yang baru terbentuk tidak dihitung."),
        columns=(_("Arah"), _("Perpindahan")),
        empty=_("Tidak ada KIM yang berpindah tingkat dalam sebulan."),
        chips=chips,
    )


@require_GET
@figures_page
def judged_groups(request: HttpRequest) -> HttpResponse:
    """Groups by whether they are active and by tier: the rows behind the figures."""
    network, links = _asked(request)
    active = {"ya": True, "tidak": False}.get(request.GET.get("aktif", ""))
    asked = request.GET.get("tingkat", "")
    names = {one.name or "-": one.name for one in network.tier_shares}
    tier = names.get(asked)
    keys = groups_judged(network, active=active, tier=tier)
    words = shown.tier_words(network)

    def read(most: int, skip: int) -> list[dict[str, Any]]:
        some = keys[skip : skip + most]
        groups = Group.objects.select_related("area__parent").in_bulk(some)
        return [shown.judged_row(groups[pk], words.get(pk, []), network, links) for pk in some if pk in groups]

    chips = []
    if network.whole:
        for label, n, value, kind in (
            (_("Semua"), network.whole.judged, "", ""),
            (_("Aktif"), network.whole.active, "ya", "ok"),
            (_("Tidak aktif"), network.whole.asleep, "tidak", "off"),
        ):
            is_current = value == {True: "ya", False: "tidak", None: ""}[active] and tier is None
            chips.append({"label": label, "count": n, "href": _with(request, aktif=value, tingkat=""), "current": is_current, "kind": kind})  # fmt: skip
    for one in network.tier_shares:
        chips.append(
            {
                "label": one.name or _("Tanpa tingkat"),
                "count": one.groups,
                "href": _with(request, tingkat=one.name or "-", aktif=""),
                "current": tier == one.name,
                "kind": "neutral",
            }
        )
    return _page(
        request,
        network,
        Rows(len(keys), read),
        title=sentences.judged_title(len(keys), active=active, tier=tier),
        lead=_("Dihitung dari bukti menurut instrumen yang berlaku; tidak ada yang mengetiknya."),
        columns=(_("Keadaan"), _("Tingkat")),
        empty=_("Tidak ada KIM yang cocok."),
        chips=chips,
    )


# --- Shared ---------------------------------------------------------------------------------------------------


def _asked(request: HttpRequest) -> tuple[Network, Links]:
    as_of = as_of_from(request)
    area = area_asked(request)
    return network_of(area, as_of, request.GET.get("instrumen", "")), Links(area, as_of)


def _with(request: HttpRequest, **changes: str) -> str:
    """The same page with other filters, from its first row."""
    query = request.GET.copy()
    query.pop("hal", None)
    for key, value in changes.items():
        query.pop(key, None)
        if value:
            query[key] = value
    return f"?{query.urlencode()}" if query else request.path


def _page(
    request: HttpRequest,
    network: Network,
    rows: Rows,
    *,
    title: str,
    lead: str,
    columns: tuple[str, str],
    empty: str,
    chips: Sequence[dict[str, Any]] = (),
) -> HttpResponse:
    page: Page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("hal"))
    links = Links(network.area, network.as_of)
    context = {
        **frame(request, network.area, network.as_of),
        "title": title,
        "lead": lead,
        "columns": columns,
        "empty": empty,
        "chips": chips,
        "page": page,
        "places": _places(request, network.area),
        "hidden": {key: value for key, value in request.GET.items() if key in {"per", "instrumen", "aktif", "tingkat", "arah"}},
        "back": links.rows("control_room"),
        "unjudged": "" if network.is_judged else sentences.no_instrument(network.as_of, today()),
    }  # fmt: skip
    return render(request, "insights/judged_list.html", context)


def _places(request: HttpRequest, area: Area) -> list[dict[str, Any]]:
    """The area above the choice and its children, one of which narrows the list; none in a single kecamatan of one's own."""
    base = area
    if area.level == Level.DISTRICT and area.parent and sees_area(request.user, area.parent):
        base = area.parent
    if base.level in {Level.DISTRICT, Level.VILLAGE}:
        return []
    children = Area.objects.filter(parent=base).valid_on(as_of_from(request)).order_by("name")
    return [
        {"code": one.code, "name": name, "current": one.code == area.code}
        for one, name in [
            (base, _("Semua %(area)s") % {"area": base.full_name}),
            *((one, one.name) for one in children),
        ]
    ]
