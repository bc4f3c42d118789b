"""The first page of a portal and of a group's site, and who stands behind them."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.areas.enums import Kind
from kentongan.core.clock import now, today
from kentongan.core.templatetags.core import day_date, number
from kentongan.newsroom.addresses import path
from kentongan.newsroom.models import Site
from kentongan.newsroom.parts import parts_for
from kentongan.newsroom.queries.homes import group_facts, group_parts, portal_parts
from kentongan.newsroom.queries.public import first_portal
from kentongan.newsroom.views.public._page import in_its_time, public_page, site_page
from kentongan.registry.enums import Precision

# A slit is one village; beyond this a row of them says less than its numbers.
MOST_SLITS = 24


@site_page
def site_home(request: HttpRequest, site: Site) -> HttpResponse:
    """A portal opens with the newest of its network, a group's site with who they are and what they wrote."""
    return _portal_home(request, site) if site.is_portal else _group_home(request, site)


def front_page(request: HttpRequest) -> HttpResponse | None:
    """What stands at "/": the portal of the only or topmost office, without a detour; None while there is none."""
    site = first_portal()
    return None if site is None else in_its_time(site, lambda: _portal_home(request, site))


def _portal_home(request: HttpRequest, site: Site) -> HttpResponse:
    parts = portal_parts(site, now=now(), on=today())
    context = {
        **parts,
        "reach": _reach(site, parts["groups"], parts["villages"]),
        "most_slits": MOST_SLITS,
        "parts": parts_for(site),
    }
    return public_page(
        request, "newsroom/public/portal.html", site, path(site), context, tags=(f"area:{site.office_id}", "day")
    )


def _group_home(request: HttpRequest, site: Site) -> HttpResponse:
    context = {**group_parts(site, now=now(), on=today()), "formed": _formed(site), "parts": parts_for(site)}
    return public_page(request, "newsroom/public/group.html", site, path(site), context, tags=("day",))


@site_page
def site_about(request: HttpRequest, site: Site) -> HttpResponse:
    """Who stands behind a site."""
    context: dict[str, Any] = {}
    if site.group:
        context = {**group_facts(site, on=today()), "formed": _formed(site)}
    return public_page(
        request, "newsroom/public/about.html", site, path(site, "tentang"), context, tags=("day",) if site.group else ()
    )


def _reach(site: Site, groups: int, villages: int) -> str:
    """ "31 KIM di 57 kelurahan."."""
    count = {"groups": number(groups), "villages": number(villages)}
    if site.area.kind == Kind.KOTA:
        return (
            ngettext("%(groups)s KIM di %(villages)s kelurahan.", "%(groups)s KIM di %(villages)s kelurahan.", groups)
            % count
        )
    return (
        ngettext(
            "%(groups)s KIM di %(villages)s desa dan kelurahan.",
            "%(groups)s KIM di %(villages)s desa dan kelurahan.",
            groups,
        )
        % count
    )


def _formed(site: Site) -> str:
    """Since when the group exists, no surer than the register is."""
    group = site.group
    if group is None:
        return ""
    if group.formed_precision == Precision.DAY:
        return _("terbentuk %(day)s") % {"day": day_date(group.formed_on)}
    return _("sudah ada sejak %(day)s atau sebelumnya") % {"day": day_date(group.formed_on)}
