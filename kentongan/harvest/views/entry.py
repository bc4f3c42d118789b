"""One entry: the archived text, its versions, and why it counts or is held."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from kentongan.core.clock import now
from kentongan.evidence.models import Evidence
from kentongan.evidence.queries import nth_of
from kentongan.harvest.actions import quarantine
from kentongan.harvest.actions.asking import ask_office
from kentongan.harvest.enums import Dated, EntryState
from kentongan.harvest.models import Entry, Feed
from kentongan.harvest.permissions import ask_refusal, judge_refusal
from kentongan.harvest.rules.words import entry_reason
from kentongan.harvest.views._common import (
    add_entry_words,
    add_words,
    entry_or_404,
    feed_href,
    feed_or_404,
    reasons_of,
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
    evidence = Evidence.objects.filter(group=found.group_id, key=found.evidence_key).first()
    context = {
        "feed": feed,
        "group": feed.group,
        "entry": found,
        "crumbs": group_crumbs(request.user, feed.group, (feed.name, feed_href(feed)), (_("Kabar"), "")),  # type: ignore[attr-defined]
        "reason": entry_reason(found.state),
        "reasons": reasons_of(found.reasons),
        "paragraphs": _paragraphs(found.text or found.summary),
        "dated": Dated(found.dated).label,
        "versions": versions,
        "difference": _difference(request, found, versions),
        "evidence_href": reverse("evidence", args=[feed.group.code, nth_of(evidence)]) if evidence else "",
        "can_judge": found.state == EntryState.QUARANTINED and judge_refusal(request.user, feed.group) is None,
        "can_ask": found.state == EntryState.QUARANTINED and ask_refusal(request.user, feed.group) is None,
        "original": found.copy_of if found.state == EntryState.COPY else None,
    }
    return render(request, "harvest/entry.html", context)


def _asked(request: HttpRequest, code: str, entry_code: str) -> tuple[Feed, Entry]:
    feed = feed_or_404(request, code)
    found = entry_or_404(request, feed, entry_code)
    found.feed, found.group = feed, feed.group
    return feed, found


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
    feed, found = _asked(request, code, entry_code)
    allow(judge_refusal(request.user, feed.group))
    return post_and_return(
        request,
        lambda: quarantine.release_entry(entry=found, by=request.user),
        back=_back(request, found),
        done=_("Kabar dilepaskan. Mulai sekarang ia dihitung seperti kabar lain."),
    )


@require_POST
def entry_reject(request: HttpRequest, code: str, entry_code: str) -> HttpResponse:
    """It is not the group's news."""
    feed, found = _asked(request, code, entry_code)
    allow(judge_refusal(request.user, feed.group))
    reason = written_words(request)
    return post_and_return(
        request,
        lambda: quarantine.reject_entry(entry=found, by=request.user, reason=reason),
        back=_back(request, found),
        done=_("Kabar ditolak: tidak dihitung dan tidak ditampilkan."),
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
    if request.POST.get("kembali") == "ditahan":
        return f"{reverse('entries')}?keadaan={EntryState.QUARANTINED}"
    return reverse("entry", args=[found.feed.code, found.code])
