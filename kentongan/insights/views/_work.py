"""Rows of work as `components/work_list.html` shows them: the action fits what the person may do."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import User
from kentongan.accounts.permissions import may
from kentongan.core.clock import today
from kentongan.insights.rules.sentences import number
from kentongan.insights.rules.work import Job, Work
from kentongan.insights.views._common import Links


def work_rows(works: list[Work], links: Links, user: User) -> list[dict]:
    """Each row with its tag and its one action; on a past day actions only look."""
    writes = links.as_of == today() and may(user, Capability.EDIT_REGISTER, area=links.area)
    return [_row(work, links, writes=writes) for work in works]


def _row(work: Work, links: Links, *, writes: bool) -> dict:
    kind, word = work.tag(links.as_of)
    action, href = _action(work, links, writes=writes)
    return {
        "title": work.title,
        "tag_kind": kind,
        "tag": word,
        "detail": work.detail,
        "action": action,
        "href": href,
    }


def _action(work: Work, links: Links, *, writes: bool) -> tuple[str, str]:
    """The words of the button and where it leads."""
    if work.job in {Job.DECREE_ENDING, Job.DECREE_ENDED, Job.DECREE_NONE}:
        if work.key and writes:
            words = _("Catat SK") if work.job == Job.DECREE_NONE else _("Catat SK baru")
            return words, links.to("decree_new", work.key)
        if work.key:
            return _("Buka KIM"), links.to("group", work.key)
        state = {Job.DECREE_ENDING: "ending", Job.DECREE_ENDED: "ended", Job.DECREE_NONE: "none"}[work.job]
        words = (
            ngettext("Lihat %(n)s KIM", "Lihat %(n)s KIM", work.count)
            if work.job == Job.DECREE_NONE
            else ngettext("Lihat %(n)s SK", "Lihat %(n)s SK", work.count)
        )
        return words % {"n": number(work.count)}, links.rows("decrees", keadaan=state)
    if work.job in {Job.CASE_FILED, Job.CASE_STALLED}:
        if work.key:
            return (_("Periksa berkas") if work.job == Job.CASE_FILED else _("Lihat langkahnya")), links.place(work.key)
        return _("Lihat yang diproses"), links.rows("villages", keadaan="diproses")
    if work.job == Job.DISTRICT_WITHOUT:
        if work.key:
            return _("Buka kecamatan"), links.place(work.key)
        words = ngettext("Lihat %(n)s kecamatan", "Lihat %(n)s kecamatan", work.count) % {"n": number(work.count)}
        return words, links.to("area", links.area.code, hanya="tanpa", anchor="anak")
    if work.job == Job.ERASURE:
        return _("Buka permintaan"), links.to("people")
    if work.job == Job.REPORTS:
        return _("Periksa laporan"), links.to("evidence_queue")
    if work.job == Job.HELD:
        return _("Periksa kanal"), links.rows("channels_health")
    if work.job == Job.FALLING:
        words = ngettext("Lihat %(n)s KIM", "Lihat %(n)s KIM", work.count) % {"n": number(work.count)}
        return words, links.rows("falling_groups")
    if work.job == Job.DETERMINATION:
        return _("Buka penetapan"), links.to("determinations")
    if work.job == Job.TARGET_DISPUTED:
        return _("Periksa target"), links.to("targets")
    return _("Catat target"), links.to("targets")
