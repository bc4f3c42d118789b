"""Pages of areas with their figures: nation, province, regency, kecamatan."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from kentongan.areas.enums import Level
from kentongan.core.clock import as_of_from
from kentongan.insights.permissions import own_area as own_area_of
from kentongan.insights.queries import children_of, figures, network_of, villages_with_groups
from kentongan.insights.rules.activity import Activity
from kentongan.insights.rules.petak import Child
from kentongan.insights.views import _parts as parts
from kentongan.insights.views._activity import tier_words, tiers_of, unjudged_of
from kentongan.insights.views._common import Links, area_asked, figures_page
from kentongan.insights.views._map import child_word
from kentongan.insights.views.control_room import frame

# How the table of children may be sorted: the column's key, and whether the largest comes first.
SORTS = {
    "kode": (lambda row: row["child"].code, False),
    "nama": (lambda row: row["child"].name, False),
    "kim": (lambda row: row["groups"], True),
    "desa": (lambda row: row["child"].coverage.villages, True),
    "punya": (lambda row: row["child"].coverage.covered, True),
    "belum": (lambda row: row["child"].coverage.without, True),
    "diproses": (lambda row: row["child"].coverage.in_process, True),
    "aktif": (lambda row: (row["active"].share, row["active"].active), True),
}


@require_GET
@figures_page
def own_area(request: HttpRequest) -> HttpResponse:
    """Opens the person's own area, on the day asked for."""
    area = own_area_of(request.user)
    return redirect(Links(area, as_of_from(request)).to("area", area.code))  # type: ignore[union-attr, arg-type]


@require_GET
@figures_page
def area(request: HttpRequest, code: str) -> HttpResponse:
    """An area's answer, its figures and its children."""
    as_of = as_of_from(request)
    place = area_asked(request, code)
    links = Links(place, as_of)
    if place.level == Level.VILLAGE:
        return redirect(links.place(place.code))
    found = figures(place, as_of)
    network = network_of(place, as_of, request.GET.get("instrumen", ""))
    first, second = parts.headline_of(found, network)
    context = {
        **frame(request, place, as_of),
        "figures": found,
        "links": links,
        "first": first,
        "second": second,
        "answers": parts.answers_of(found, network, links),
        "band": parts.band_of(found, network),
        "decrees": parts.decrees_of(found, links),
        "control_room_href": links.rows("control_room"),
        "network": network,
        "unjudged": unjudged_of(network, found, request.user),
        "tiers": tiers_of(network, links, lambda code: links.to("area", place.code, instrumen=code, anchor="tahap")),
        "only_without": request.GET.get("hanya") == "tanpa",
    }
    if place.level == Level.DISTRICT:
        context["villages"] = villages_with_groups(place, as_of)
        context["tier_of"] = tier_words(network)
    else:
        sort = request.GET.get("urut", "kode")
        sort = sort if sort in SORTS else "kode"
        context |= {
            "rows": _rows(children_of(found, network), found, links, sort),
            "sort": sort,
            "columns": _columns(sort, by_activity=network.activity is not None),
        }
        context["child_word"] = child_word(place)
    return render(request, "insights/area.html", context)


def _rows(children: list[Child], found, links: Links, sort: str) -> list[dict]:
    rows = [
        {
            "child": child,
            "groups": found.groups_by_child.get(child.code, 0),
            "active": child.activity or Activity(),
            "href": links.place(child.code),
        }
        for child in children
    ]
    key, largest_first = SORTS[sort]
    return sorted(rows, key=key, reverse=largest_first)


def _columns(sort: str, *, by_activity: bool) -> list[dict]:
    labels = {
        "nama": _("Nama"),
        "kim": _("KIM"),
        **({"aktif": _("Aktif")} if by_activity else {}),
        "desa": _("Desa dan kelurahan"),
        "punya": _("Punya KIM"),
        "belum": _("Belum punya"),
        "diproses": _("Diproses"),
    }
    return [{"name": name, "label": label, "current": name == sort} for name, label in labels.items()]
