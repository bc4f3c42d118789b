"""An office's channels: how many are well, what needs a person, and what was harvested."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office, User
from kentongan.accounts.permissions import groups_with, has_anywhere, scope
from kentongan.accounts.queries import home_duty_area, office_of
from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.core.clock import now, today
from kentongan.core.errors import Conflict, Refused
from kentongan.harvest.actions.settings import set_harvest_desk
from kentongan.harvest.enums import EntryState, Guard, Health
from kentongan.harvest.forms import HarvestDeskForm
from kentongan.harvest.listings import channel_listing
from kentongan.harvest.models import Entry, Feed, HarvestDesk
from kentongan.harvest.permissions import judge_refusal, set_harvest_refusal, watches_an_area
from kentongan.harvest.queries.health import NEEDS_A_PERSON, ORDER, by_urgency, health_counts
from kentongan.harvest.queries.screens import entries_of, feeds_of, held_of
from kentongan.harvest.rules.words import entry_tag, health_tag
from kentongan.harvest.views._common import (
    add_entry_words,
    add_judging,
    add_words,
    feed_or_404,
    waits_with_channel,
)
from kentongan.registry.enums import ChannelKind
from kentongan.registry.forms.lists import area_asked, choice_asked, text_asked
from kentongan.registry.queries.places import place_of
from kentongan.registry.views._common import allow, page_of
from kentongan.registry.views.groups import with_query
from kentongan.rosters.permissions import export_refusal
from kentongan.rosters.views.exports import answer

ROWS_A_PAGE = 30
HELD_SHOWN = 4


@require_GET
def channels_health(request: HttpRequest) -> HttpResponse:
    """The answer first, then what needs a person, then all the others."""
    user, moment = request.user, now()
    area, text = area_asked(request), text_asked(request)
    state = choice_asked(request, "keadaan", Health.values)
    feeds = feeds_of(user, on=today(), area=area, text=text)
    counts = health_counts(feeds, now=moment)
    rows = by_urgency(feeds, now=moment)
    if state:
        rows = rows.filter(health=state)
    page = page_of(request, rows, ROWS_A_PAGE)
    for feed in page.object_list:
        add_words(feed, now=moment)
        feed.place = place_of(feed.group.area)
        # An account may have the same name everywhere.
        is_site = feed.channel.kind == ChannelKind.WEBSITE
        feed.title = feed.name if is_site else f"{feed.channel.get_kind_display()} {feed.name}"
        feed.can_judge = feed.state == Health.QUARANTINED and judge_refusal(user, feed.group) is None
        feed.is_confirmed = feed.guard == Guard.CONFIRMED
        feed.needs_a_person = feed.state in NEEDS_A_PERSON
    held = held_of(user, area)
    context = {
        "page": page,
        "counts": counts,
        "read": counts["all"] - counts[Health.PASTED],
        "needed": sum(counts[one] for one in NEEDS_A_PERSON),
        "chips": _chips(request, counts, state),
        "held": [add_entry_words(entry) for entry in held[:HELD_SHOWN]],
        "held_count": held.count(),
        "area": area or home_duty_area(user),
        "is_narrow": bool(area or text or state),
        "text": text,
        "state": state,
        "districts": _areas_below(request),
        "chosen": area.pk if area else "",
        "may_export": has_anywhere(user, Capability.EXPORT),
        "query": request.GET.urlencode(),
        "settings_office": _office_to_set(request),
        "own_group": _own_group(user),
    }
    return render(request, "harvest/channels.html", context)


def _own_group(user: User) -> str:
    """The code of the one group whose channels are all that the person sees."""
    groups = groups_with(user, Capability.SEE_REGISTER)
    return min(groups) if len(groups) == 1 and not watches_an_area(user) else ""


def _chips(request: HttpRequest, counts: dict[str, int], state: str) -> list[dict[str, Any]]:
    """All of them, then each state there is; those of the states add up to all."""
    chips = [
        {
            "label": _("Semua"),
            "count": counts["all"],
            "href": with_query(request, keadaan=""),
            "current": not state,
        }
    ]
    for health in ORDER:
        if not counts[health] and state != health:
            continue
        kind, word = health_tag(health)
        chips.append(
            {
                "label": word,
                "count": counts[health],
                "href": with_query(request, keadaan=health.value),
                "current": state == health,
                "kind": kind,
            }
        )
    return chips


def _areas_below(request: HttpRequest) -> list[Area]:
    """What a list may be narrowed to: the areas right below the person's own."""
    home = home_duty_area(request.user)
    if home is None or home.level in {Level.VILLAGE, Level.DISTRICT} or not watches_an_area(request.user):
        return []
    return list(Area.objects.filter(parent=home).valid_on(today()).order_by("name"))


def _office_to_set(request: HttpRequest) -> Office | None:
    """The office whose settings of the harvest the person may read."""
    return office_of(request.user) if has_anywhere(request.user, Capability.SET_NEWSROOM) else None


@require_GET
def channels_export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list of /kanal/ as a file, with the same filters."""
    if refusal := export_refusal(request.user):
        raise PermissionDenied(refusal)
    moment, area = now(), area_asked(request)
    feeds = feeds_of(request.user, on=today(), area=area, text=text_asked(request))
    feeds = by_urgency(feeds.filter(scope(request.user, Capability.EXPORT, "channel__group__area__")), now=moment)
    if state := choice_asked(request, "keadaan", Health.values):
        feeds = feeds.filter(health=state)
    with override(settings.LANGUAGE_CODE):
        return answer(channel_listing(feeds, now=moment, on=today(), area=area), form)


@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """Everything harvested that the person sees, the newest first; what is held back waits here to be judged."""
    area, text = area_asked(request), text_asked(request)
    state = choice_asked(request, "keadaan", EntryState.values)
    feed = _feed_asked(request)
    found = entries_of(request.user, area=area, feed=feed, state=state, text=text)
    page = page_of(request, found, ROWS_A_PAGE)
    rows = list(page.object_list)
    for entry in rows:
        _add_all(request, entry)
    # What was just decided stays in sight where it left the list.
    code = request.GET.get("diputus", "")
    is_gone = code and code not in {entry.code for entry in rows}
    gone = entries_of(request.user).filter(code=code[:12], decided_by=request.user).first() if is_gone else None
    chips = [{"label": _("Semua"), "href": with_query(request, keadaan="", diputus=""), "current": not state}] + [
        {
            "label": entry_tag(one)[1],
            "kind": entry_tag(one)[0],
            "href": with_query(request, keadaan=one.value, diputus=""),
            "current": state == one,
        }
        for one in EntryState
    ]
    context = {
        "page": page,
        "rows": rows,
        "gone": _add_all(request, gone) if gone else None,
        "query": request.GET.urlencode(),
        "feed": feed,
        "total": page.paginator.count,
        "chips": chips,
        "state": state,
        "word": entry_tag(state)[1] if state else "",
        "text": text,
        "area": area or home_duty_area(request.user),
        "keep": {name: value for name, value in request.GET.items() if name not in {"q", "hal", "diputus"}},
        "is_narrow": bool(area or text or state or feed),
    }
    return render(request, "harvest/entries.html", context)


def _feed_asked(request: HttpRequest) -> Feed | None:
    """The one channel that the list is narrowed to."""
    code = request.GET.get("kanal", "")
    return add_words(feed_or_404(request, code), now=now()) if code else None


def _add_all(request: HttpRequest, entry: Entry) -> Entry:
    may_judge, waits = judge_refusal(request.user, entry.group) is None, waits_with_channel(entry)
    entry.waits = may_judge and waits  # type: ignore[attr-defined]
    return add_judging(add_entry_words(entry), may_judge=may_judge and not waits)


@require_http_methods(["GET", "POST"])
def harvest_settings(request: HttpRequest) -> HttpResponse:
    """What of the harvest readers of the portal see."""
    office = office_of(request.user)
    if office is None or not watches_an_area(request.user):
        raise Http404
    refusal = set_harvest_refusal(request.user, office)
    desk = HarvestDesk.objects.filter(office=office).first() or HarvestDesk(office=office)
    form = HarvestDeskForm(request.POST if request.method == "POST" else None, initial={"portal": desk.on_portal})
    if request.method == "POST":
        allow(refusal)
        if form.is_valid():
            try:
                set_harvest_desk(office=office, by=request.user, on_portal=form.cleaned_data["portal"])
            except (Conflict, Refused) as problem:
                form.add_error(None, str(problem))
            else:
                messages.success(request, _("Pengaturan panen tersimpan."))
                return redirect("harvest_settings")
    context = {"office": office, "desk": desk, "form": form, "refusal": refusal}
    return render(request, "harvest/settings.html", context)
