"""Why someone may not report evidence or say something about it; None when they may."""

from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability as C
from kentongan.accounts.permissions import groups_with, has_anywhere, may
from kentongan.evidence.enums import Verdict
from kentongan.evidence.models import Evidence
from kentongan.registry.models import Group
from kentongan.registry.permissions import Person


def _may(user: Person, capability: C, group: Group) -> bool:
    return may(user, capability, area=group.area, group_code=group.code)


def report_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not report what the group did."""
    if not _may(user, C.REPORT_EVIDENCE, group):
        return _("Kegiatan hanya dapat dilaporkan oleh KIM ini dan Diskominfo.")
    if group.ended_on is not None and not _may(user, C.EDIT_REGISTER, group):
        return _("KIM ini sudah berakhir. Bukti lama hanya dapat dicatat Diskominfo.")
    return None


def proof_refusal(user: Person, group: Group) -> str | None:
    """Why the person may not open photos and minutes: names and phone numbers may stand on them."""
    if _may(user, C.SEE_PHONES, group):
        return None
    return _("Foto dan notulen hanya dapat dibuka oleh KIM ini dan yang mendampinginya.")


def review_refusal(user: Person, evidence: Evidence, verdict: Verdict) -> str | None:
    """Why the person may not say this about the record. Whether its standing allows it is the action's question."""
    group = evidence.group
    is_own = evidence.recorded_by_id is not None and evidence.recorded_by_id == user.pk
    if verdict == Verdict.WITHDRAWN:
        if _may(user, C.EDIT_REGISTER, group) or (is_own and _may(user, C.REPORT_EVIDENCE, group)):
            return None
        return _("Bukti hanya dapat ditarik oleh pelapornya dan Diskominfo.")
    if verdict == Verdict.REOPENED:
        return None if _may(user, C.EDIT_REGISTER, group) else _("Bukti hanya dapat dibuka lagi oleh Diskominfo.")
    if not _may(user, C.REVIEW_EVIDENCE, group):
        return _("Bukti dikonfirmasi oleh Diskominfo, kecamatan, atau Forum KIM wilayah ini.")
    if is_own and verdict == Verdict.CONFIRMED:
        return _("Laporan sendiri dikonfirmasi oleh orang lain.")
    return None


# Entries of the navigation ------------------------------------------------------------------------------------------


def confirms(user: Person) -> bool:
    """Whether reports wait for this person."""
    return has_anywhere(user, C.REVIEW_EVIDENCE)


def reports(user: Person) -> bool:
    """Whether the person belongs to a group that reports."""
    return bool(groups_with(user, C.REPORT_EVIDENCE))
