"""A group's terms side by side on one scale, with the days that no decree covers and those that two cover."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kentongan.areas.enums import Kind
from kentongan.areas.models import Area
from kentongan.core.templatetags.core import ratio
from kentongan.registry.enums import SignerKind
from kentongan.registry.models import Decree
from kentongan.registry.queries.group_page import term_of
from kentongan.registry.rules import state_of_end, term_findings
from kentongan.registry.rules.decrees import FindingKind


def timeline(decrees: list[Decree], as_of: dt.date) -> dict[str, Any] | None:
    """Rows from the latest to the first, each with its place on the scale as shares from 0 to 1."""
    if not decrees:
        return None
    first = min(decree.starts_on for decree in decrees)
    last = max([*(decree.ends_on for decree in decrees), as_of])
    whole = max((last - first).days + 1, 1)

    def place(starts_on: dt.date, ends_on: dt.date) -> dict[str, str]:
        return {
            "from": ratio((starts_on - first).days, whole),
            "to": ratio((ends_on - first).days + 1, whole),
        }

    rows: list[dict[str, Any]] = [
        {
            "kind": "decree",
            "decree": decree,
            "starts_on": decree.starts_on,
            "ends_on": decree.ends_on,
            "state": state_of_end(decree.ends_on, as_of) if decree.starts_on <= as_of else "upcoming",
            **place(decree.starts_on, decree.ends_on),
        }
        for decree in decrees
    ]
    rows += [
        {
            "kind": finding.kind.value,
            "starts_on": finding.starts_on,
            "ends_on": finding.ends_on,
            "days": finding.days,
            **place(finding.starts_on, finding.ends_on),
        }
        for finding in term_findings(term_of(decree) for decree in decrees)
    ]
    rows.sort(key=lambda row: (row["starts_on"], row["kind"] == FindingKind.GAP), reverse=True)
    return {"rows": rows, "now": ratio((as_of - first).days, whole), "first": first, "last": last}


def signer_title(decree: Decree, area: Area) -> str:
    """Whose decree it is: “SK Lurah Kauman”. ``area`` is the group's, with its parents."""
    village, district = (area, area.parent) if area.level == "village" else (None, area)
    regency = district.parent if district else None
    if decree.signer_kind == SignerKind.VILLAGE and village is not None:
        if village.kind == Kind.KELURAHAN:
            return _("SK Lurah %(name)s") % {"name": village.name}
        return _("SK Kepala Desa %(name)s") % {"name": village.name}
    if decree.signer_kind == SignerKind.DISTRICT and district is not None:
        return _("SK Camat %(name)s") % {"name": district.name}
    if decree.signer_kind == SignerKind.REGENCY and regency is not None:
        bare = regency.name.removeprefix("Kabupaten ").removeprefix("Kota ")
        if regency.kind == Kind.KOTA:
            return _("SK Wali Kota %(name)s") % {"name": bare}
        return _("SK Bupati %(name)s") % {"name": bare}
    return _("SK")
