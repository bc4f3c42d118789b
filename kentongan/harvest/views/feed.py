"""One channel: how it is, how it is read and why, what was found, and what may be done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from kentongan.core.clock import now, today
from kentongan.core.errors import Conflict, Refused
from kentongan.core.templatetags.core import clock_time, day_date, long_date
from kentongan.harvest.actions import feeds as feed_actions
from kentongan.harvest.actions import quarantine
from kentongan.harvest.actions.asking import ask_office
from kentongan.harvest.enums import EntryState, Guard, Health, Way
from kentongan.harvest.forms import LONGEST_REASON, ChooseForm, LookForm
from kentongan.harvest.models import Feed
from kentongan.harvest.permissions import ask_refusal, change_feed_refusal, judge_refusal, paste_refusal
from kentongan.harvest.queries.screens import decisions_about, posts_of_channel
from kentongan.harvest.rules.words import MISADDRESSED, REJECTIONS, trouble_step, trouble_words
from kentongan.harvest.views._common import (
    add_entry_words,
    add_judging,
    add_words,
    decided,
    feed_href,
    feed_or_404,
    reasons_of,
    rejection,
    trouble_line,
    waits_with_channel,
    why_of,
    written_words,
)
from kentongan.harvest.views.posts import add_post_words
from kentongan.registry.queries.group_page import numbered
from kentongan.registry.views._common import allow, group_crumbs, post_and_return

ENTRIES_SHOWN = 15
STRETCHES_SHOWN = 20
FOUND_SHOWN = 8


@require_GET
def feed(request: HttpRequest, code: str) -> HttpResponse:
    """The channel's page."""
    found, moment, user = feed_or_404(request, code), now(), request.user
    add_words(found, now=moment)
    group = found.group
    is_held, may_judge = found.guard != Guard.CLEAR, judge_refusal(user, group) is None
    can_change = change_feed_refusal(user, group) is None
    rows = found.entries.select_related("decided_by").defer("text", "link_hosts", "pictures")
    entries = list(rows[: ENTRIES_SHOWN + 1])
    for entry in entries:
        entry.feed = found
        add_judging(add_entry_words(entry), may_judge=may_judge and not waits_with_channel(entry))
    context = {
        "feed": found,
        "group": group,
        "crumbs": group_crumbs(user, group, (found.name, "")),  # type: ignore[attr-defined]
        "headline": _headline(found),
        "trouble": trouble_line(found) if found.trouble else "",
        "step": trouble_step(found.trouble, is_dead=found.state == Health.DEAD),  # type: ignore[attr-defined]
        "edit_href": _edit_href(found) if can_change and found.trouble in MISADDRESSED else "",
        "is_held": is_held,
        "is_confirmed": found.guard == Guard.CONFIRMED,
        "reasons": reasons_of(found.guard_reasons) if is_held else [],
        "facts": _facts(found),
        "why": why_of(found.why, found.address),
        "is_pasted": found.way == Way.PASTED,
        "entries": entries[:ENTRIES_SHOWN],
        "has_more": len(entries) > ENTRIES_SHOWN,
        "held": found.entries.filter(state=EntryState.QUARANTINED).count() if is_held else 0,
        "posts": _posts(found) if found.way == Way.PASTED else [],
        "stretches": [_in_words(stretch) for stretch in found.stretches.all()[:STRETCHES_SHOWN]],
        "decisions": [decided(event) for event in decisions_about(found)],
        "form": LookForm(),
        "can_change": can_change,
        "can_judge": is_held and may_judge,
        "can_hold": not is_held and may_judge,
        "rejections": REJECTIONS.items(),
        "can_ask": is_held and ask_refusal(user, group) is None,
        "can_paste": found.takes_links and paste_refusal(user, group) is None,
    }
    return render(request, "harvest/feed.html", context)


def _headline(found: Any) -> str:
    """How the channel is, as somebody would say it aloud."""
    if found.state == Health.QUARANTINED:
        if found.guard == Guard.CONFIRMED:
            return _("Dipastikan dibajak.")
        return _("Dikarantina sejak %(day)s.") % {"day": long_date(found.guarded_at)}
    if found.state == Health.PAUSED:
        return _("Dijeda.")
    if found.state == Health.DEAD:
        return _("Mati sejak %(day)s.") % {"day": long_date(found.trouble_since)}
    if found.state == Health.NEW:
        return _("Belum dikunjungi.")
    if found.state == Health.PASTED:
        return _("Kirimannya ditempel KIM.")
    if found.newest_on is None and found.found_at:
        return _("Kabarnya terbaca, tetapi tanpa tanggal.")
    if found.newest_on is None:
        return _("Belum ada kabar yang terbaca.") if found.trouble else _("Terbuka, tetapi belum ada kabar.")
    days = (today() - found.newest_on).days
    if found.state == Health.SILENT:
        return ngettext("Sepi %(n)d hari.", "Sepi %(n)d hari.", days) % {"n": days}
    return _("Sehat, kabar terbaru %(day)s.") % {"day": day_date(found.newest_on)}


def _edit_href(found: Feed) -> str:
    """Where the channel's address is corrected."""
    numbers = {channel.pk: channel.nth for channel in numbered(found.group.channels.all())}
    return reverse("channel_edit", args=[found.group.code, numbers[found.channel_id]])


def _facts(found: Feed) -> list[dict[str, Any]]:
    """What is known of the visits; what was never so stays a dash."""
    if found.way == Way.PASTED:
        return []
    following = _("tidak ada selama dijeda") if found.is_paused else _moment(found.next_at)
    return [
        {"term": _("Terakhir berhasil"), "value": _moment(found.reached_at)},
        {"term": _("Kabar terbaru"), "value": long_date(found.newest_on) if found.newest_on else ""},
        {"term": _("Kunjungan berikut"), "value": following, "detail": _interval(found)},
    ]


def _moment(moment: Any) -> str:
    return f"{long_date(moment)}, {clock_time(moment)}" if moment else ""


def _interval(found: Feed) -> str:
    """How often it is visited: hours for the busy, days for the quiet; in trouble no interval decides."""
    if found.is_paused or found.trouble or not found.next_at:
        return ""
    hours = max(1, round(found.interval / 60))
    if hours == 1:
        return _("setiap jam")
    if hours < 24:
        return ngettext("setiap %(n)d jam", "setiap %(n)d jam", hours) % {"n": hours}
    days = round(hours / 24)
    if days == 1:
        return _("setiap hari")
    return ngettext("setiap %(n)d hari", "setiap %(n)d hari", days) % {"n": days}


def _in_words(stretch: Any) -> dict[str, Any]:
    """ "12 kali tanpa kabar baru, 3 September 2025 sampai 9 September 2025"."""
    times = ngettext("%(n)d kunjungan", "%(n)d kunjungan", stretch.times) % {"n": stretch.times}
    if stretch.trouble:
        what = trouble_words(stretch.trouble, detail=stretch.detail)
    elif stretch.new or stretch.changed:
        what = _("Ada kabar.")
    else:
        what = _("Tidak ada yang baru.")
    first, last = day_date(stretch.first_at), day_date(stretch.last_at)
    more = []
    if stretch.new:
        more.append(ngettext("%(n)d kabar baru", "%(n)d kabar baru", stretch.new) % {"n": stretch.new})
    if stretch.changed:
        more.append(ngettext("%(n)d berubah", "%(n)d berubah", stretch.changed) % {"n": stretch.changed})
    return {
        "what": what,
        "kind": "bad" if stretch.trouble else "ok" if stretch.new else "neutral",
        "when": first if first == last else _("%(first)s sampai %(last)s") % {"first": first, "last": last},
        "times": ", ".join([times, *more]),
    }


def _posts(found: Feed) -> list[Any]:
    return [add_post_words(post) for post in posts_of_channel(found.channel, ENTRIES_SHOWN)]


# Trying and choosing ---------------------------------------------------------------------------------------------


@require_POST
def feed_look(request: HttpRequest, code: str) -> HttpResponse:
    """What a visit would find now, at the channel's address or another one; writes nothing."""
    found, user = feed_or_404(request, code), request.user
    allow(change_feed_refusal(user, found.group))
    form = LookForm(request.POST)
    look, problem = None, ""
    if form.is_valid():
        try:
            look = feed_actions.look(feed=found, address=form.cleaned_data["alamat"], by=user)
        except (Conflict, Refused) as refusal:
            problem = str(refusal)
    add_words(found, now=now())
    discovery = look.discovery if look else None
    failed = look.failed if look else None
    parsed = discovery.parsed if discovery else None
    context = {
        "feed": found,
        "group": found.group,
        "crumbs": group_crumbs(user, found.group, (found.name, feed_href(found)), (_("Coba"), "")),  # type: ignore[attr-defined]
        "form": form,
        "problem": problem,
        "discovery": discovery,
        "way": Way(discovery.way).label if discovery else "",
        "why": why_of(discovery.why, discovery.address) if discovery else {},
        "entries": parsed.entries[:FOUND_SHOWN] if parsed else (),
        "total": len(parsed.entries) if parsed else 0,
        "trouble": trouble_words(failed.trouble, detail=failed.detail) if failed else "",
        "step": trouble_step(failed.trouble) if failed else "",
        "edit_href": _edit_href(found) if failed and failed.trouble in MISADDRESSED else "",
        "is_held": found.guard != Guard.CLEAR,
        "is_known": bool(discovery and discovery.address == found.address and discovery.way == found.way),
        "is_pasted": bool(discovery and discovery.way == Way.PASTED),
    }
    return render(request, "harvest/look.html", context)


@require_POST
def feed_choose(request: HttpRequest, code: str) -> HttpResponse:
    """Read it from now on as a try has shown, or let it be looked for again."""
    found = feed_or_404(request, code)
    allow(change_feed_refusal(request.user, found.group))
    form = ChooseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Alamat ini tidak terbaca. Coba dulu alamatnya, lalu pakai."))
        return redirect(feed_href(found))
    address, way = form.cleaned_data["alamat"], form.cleaned_data["cara"]
    done = _("Mulai sekarang kanal ini dibaca di alamat itu.") if address else _("Cara membaca dicari lagi.")
    return post_and_return(
        request,
        lambda: feed_actions.choose(feed=found, address=address, way=way, by=request.user),
        back=_back(request, found),
        done=done,
    )


@require_POST
def feed_pause(request: HttpRequest, code: str) -> HttpResponse:
    """Visit it no more for a while, or again."""
    found = feed_or_404(request, code)
    allow(change_feed_refusal(request.user, found.group))
    is_paused = request.POST.get("jeda") == "ya"
    done = _("Kanal ini tidak dikunjungi sampai Anda melanjutkannya.") if is_paused else _("Kanal ini dikunjungi lagi.")
    return post_and_return(
        request,
        lambda: feed_actions.pause(feed=found, by=request.user, is_paused=is_paused),
        back=_back(request, found),
        done=done,
    )


# Judging --------------------------------------------------------------------------------------------------------


@require_POST
def feed_release(request: HttpRequest, code: str) -> HttpResponse:
    """It is the group's own after all."""
    found = _to_judge(request, code)
    if found.guard == Guard.CONFIRMED:
        done = _("%(group)s: kanalnya dikunjungi lagi. Yang dikenali sebagai iklan tetap ditolak.")
    else:
        done = _("%(group)s: kanalnya dilepaskan dari karantina. Kabarnya dihitung lagi.")
    done = done % {"group": found.group.name}
    return post_and_return(
        request, lambda: quarantine.release_feed(feed=found, by=request.user), back=_back(request, found), done=done
    )


@require_POST
def feed_hold(request: HttpRequest, code: str) -> HttpResponse:
    """The guard missed that it was taken over."""
    found = _to_judge(request, code)
    reason = rejection(request)
    done = _("%(group)s: kanalnya ditahan. Kabar barunya tidak dihitung, dan tidak ada yang tampil di portal.")
    return post_and_return(
        request,
        lambda: quarantine.hold_feed(feed=found, by=request.user, reason=reason),
        back=_back(request, found),
        done=done % {"group": found.group.name},
    )


@require_POST
def feed_confirm(request: HttpRequest, code: str) -> HttpResponse:
    """It was taken over. What the guard saw is the reason where nobody writes another."""
    found = _to_judge(request, code)
    written = written_words(request)
    seen = Truncator(" ".join(reasons_of(found.guard_reasons))).chars(LONGEST_REASON)
    reason = written or seen or _("Situs ini dipastikan dibajak.")
    done = _("%(group)s: kanalnya dipastikan dibajak. Kabarnya tidak dihitung.") % {"group": found.group.name}
    return post_and_return(
        request,
        lambda: quarantine.confirm_feed(feed=found, by=request.user, reason=reason),
        back=_back(request, found),
        done=done,
    )


@require_POST
def feed_ask(request: HttpRequest, code: str) -> HttpResponse:
    """The group tells those who judge that it is its own news, or that its site is clean again."""
    found = feed_or_404(request, code)
    allow(ask_refusal(request.user, found.group))
    text = written_words(request)
    done = _("Pesan Anda sampai ke kantor. Jawabannya tampil di halaman ini.")
    return post_and_return(
        request, lambda: ask_office(feed=found, by=request.user, text=text), back=_back(request, found), done=done
    )


def _to_judge(request: HttpRequest, code: str) -> Feed:
    found = feed_or_404(request, code)
    allow(judge_refusal(request.user, found.group))
    return found


def _back(request: HttpRequest, found: Feed) -> str:
    """Where the button stood."""
    return reverse("channels_health") if request.POST.get("kembali") == "kanal" else feed_href(found)
