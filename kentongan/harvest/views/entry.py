"""One entry: the archived text, its versions, and why it counts or is held."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.core.clock import now
from kentongan.core.templatetags.core import long_date
from kentongan.evidence.models import Evidence
from kentongan.evidence.queries import nth_of
from kentongan.evidence.rules.standing import counts, standing_of
from kentongan.harvest.actions import quarantine
from kentongan.harvest.actions.asking import ask_office
from kentongan.harvest.enums import Dated, EntryState
from kentongan.harvest.models import Entry, Feed
from kentongan.harvest.permissions import ask_refusal, judge_refusal
from kentongan.harvest.queries.screens import decisions_about
from kentongan.harvest.queries.shown import is_on_a_portal, may_be_shown
from kentongan.harvest.rules.words import entry_reason
from kentongan.harvest.views._common import (
    add_entry_words,
    add_judging,
    add_words,
    decided,
    entry_or_404,
    feed_href,
    feed_or_404,
    reasons_of,
    rejection,
    written_words,
)
from kentongan.newsroom.rules.comparing import woven
from kentongan.registry.views._common import allow, group_crumbs, post_and_return


@require_GET
def entry(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """The entry's page; ``?versi=`` compares an earlier wording with the one after it."""
    feed, found = _asked(request, code, entry_code)
    add_words(feed, now=now())
    add_entry_words(found)
    versions = list(found.versions.all())
    may_judge = judge_refusal(request.user, feed.group) is None
    add_judging(found, may_judge=may_judge)
    evidence = Evidence.objects.filter(group=found.group_id, key=found.evidence_key).with_verdict().first()
    context = {
        "feed": feed,
        "group": feed.group,
        "entry": found,
        "crumbs": group_crumbs(request.user, feed.group, (feed.name, feed_href(feed)), (_("Kabar"), "")),  # type: ignore[attr-defined]
        "credit": _credit(found, evidence),
        "portal": _portal(found),
        "heir": _heir(found),
        "decisions": [decided(event) for event in decisions_about(feed, found)],
        "reasons": reasons_of(found.reasons),
        "paragraphs": _paragraphs(found.text or found.summary),
        "dated": Dated(found.dated).label,
        "versions": versions,
        "difference": _difference(request, found, versions),
        "evidence_href": reverse("evidence", args=[feed.group.code, nth_of(evidence)]) if evidence else "",
        "can_judge": may_judge,
        "can_ask": found.state in quarantine.HELD and ask_refusal(request.user, feed.group) is None,
        "original": found.copy_of if found.state == EntryState.COPY else None,
    }
    return render(request, "harvest/entry.html", context)


def _credit(found: Entry, evidence: Any) -> str:
    """What the entry means for the credit of its group, in one sentence."""
    if found.state == EntryState.REJECTED:
        return _("Buktinya ditarik dari buku bukti.") if evidence else _("Tidak pernah dihitung sebagai bukti.")
    if evidence is None or found.state != EntryState.ACCEPTED:
        return entry_reason(found.state)
    standing = standing_of(evidence.source, evidence.verdict)
    if counts(standing):
        return _("Dihitung sebagai bukti KIM untuk %(day)s.") % {"day": long_date(evidence.occurred_on)}
    return _("Tidak dihitung: di buku bukti ia %(standing)s.") % {"standing": standing.label}


def _portal(found: Entry) -> str:
    """Whether readers may see it."""
    if may_be_shown(found):
        return _("Tampil selama termasuk yang terbaru.")
    if found.state == EntryState.ACCEPTED and not is_on_a_portal(found):
        return _("Tidak tampil: kantor tidak menampilkan kabar dari kanal.")
    return _("Tidak tampil.")


def _heir(found: Entry) -> Entry | None:
    """Who is credited with the same text instead."""
    if found.state != EntryState.REJECTED or not found.fingerprint:
        return None
    rows = Entry.objects.filter(fingerprint=found.fingerprint, state=EntryState.ACCEPTED)
    return rows.select_related("group").first()


def _asked(request: HttpRequest, code: str, entry_code: str) -> tuple[Feed, Entry]:
    feed = feed_or_404(request, code)
    found = entry_or_404(request, feed, entry_code)
    found.feed, found.group = feed, feed.group
    return feed, found


def _to_judge(request: HttpRequest, code: str, entry_code: str) -> Entry:
    feed, found = _asked(request, code, entry_code)
    allow(judge_refusal(request.user, feed.group))
    return found


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.split("\n") if part.strip()]


def _difference(request: HttpRequest, found: Entry, versions: list[Any]) -> dict[str, Any] | None:
    """What changed from the asked version to the one after it; the latest change where none is asked for."""
    if not versions:
        return None
    asked = request.GET.get("versi", "")
    place = next((at for at, one in enumerate(versions) if str(one.number) == asked), 0)
    before, after = versions[place], versions[place - 1] if place else found
    return {
        "before": before,
        "after": getattr(after, "number", found.version),
        "title": woven(before.title, after.title),
        "text": woven(before.text, after.text),
    }


@require_POST
def entry_release(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """It is the group's news after all."""
    found = _to_judge(request, code, entry_code)
    return post_and_return(
        request,
        lambda: quarantine.release_entry(entry=found, by=request.user),
        back=_back(request, found),
        done=_("Kabar dilepaskan. Mulai sekarang ia dihitung seperti kabar lain."),
    )


@require_POST
def entry_reject(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """It is not the group's news."""
    found = _to_judge(request, code, entry_code)
    reason = rejection(request)
    return post_and_return(
        request,
        lambda: quarantine.reject_entry(entry=found, by=request.user, reason=reason),
        back=_back(request, found),
        done=_("Kabar ditolak: mulai sekarang tidak dihitung dan tidak tampil di portal. KIM diberi tahu."),
    )


@require_POST
def entry_take_back(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """What was decided about it is decided no more."""
    found = _to_judge(request, code, entry_code)
    return post_and_return(
        request,
        lambda: quarantine.take_back(entry=found, by=request.user),
        back=_back(request, found),
        done=_("Keputusan dibatalkan: kabar kembali seperti sebelumnya."),
    )


@require_POST
def entry_ask(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """The group tells those who judge that it is its own news."""
    feed, found = _asked(request, code, entry_code)
    allow(ask_refusal(request.user, feed.group))
    text = written_words(request)
    return post_and_return(
        request,
        lambda: ask_office(feed=feed, entry=found, text=text, by=request.user),
        back=_back(request, found),
        done=_("Pesan Anda sampai ke kantor. Jawabannya tampil di halaman ini."),
    )


def _back(request: HttpRequest, found: Entry) -> str:
    """Where the button stood."""
    if "lihat" in request.POST:
        query = QueryDict(request.POST["lihat"], mutable=True)
        query["diputus"] = found.code
        return f"{reverse('entries')}?{query.urlencode()}#{found.code}"
    pages = {"kanal": feed_href(found.feed), "kim": reverse("group", args=[found.group.code])}
    if page := pages.get(request.POST.get("kembali", "")):
        return f"{page}#{found.code}"
    return reverse("entry", args=[found.feed.code, found.code])
