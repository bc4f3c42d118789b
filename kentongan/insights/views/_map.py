"""The map of the area's children as tiles, ready for its template."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kentongan.areas.enums import Kind, Level
from kentongan.areas.models import Area
from kentongan.insights.queries import Figures, Network
from kentongan.insights.rules import sentences
from kentongan.insights.rules.activity import Activity
from kentongan.insights.rules.figures import DistrictWithout
from kentongan.insights.rules.petak import Child, PetakMap, Remark, Tile
from kentongan.insights.rules.sentences import number
from kentongan.insights.views._common import Links

STEPS_BY_VILLAGES = ("0%", "1–39%", "40–59%", "60–79%", "≥ 80%")
STEPS_BY_ACTIVITY = ("0%", "1–24%", "25–39%", "40–49%", "≥ 50%")


@dataclass(frozen=True)
class TileShown:
    """A tile and its words."""

    code: str
    name: str
    href: str
    column: int
    row: int
    step: int | None
    # The figure on the tile: covered of villages, or active of groups.
    part: int
    whole: int
    villages: int
    kelurahan: bool
    sentence: str
    is_unjudged: bool = False


def map_of(figures: Figures, network: Network, petak: PetakMap, children: list[Child], links: Links) -> dict:
    area = figures.area
    by_activity = network.activity is not None
    how, where = how_to_read(area, len(children), petak.is_placed, by_activity=by_activity)
    return {
        "title": _activity_title(area, children) if by_activity else _coverage_title(figures, children),
        "how": how,
        "where": where,
        "tiles": [_tile(tile, links) for tile in petak.tiles],
        "neighbours": petak.neighbours,
        "remarks": [
            {"column": remark.column, "row": remark.row, "side": remark.side, "text": _remark(remark)}
            for remark in petak.remarks
        ],
        "columns": petak.columns,
        "rows": petak.rows,
        "is_placed": petak.is_placed,
        "key": _key_words(area, by_activity=by_activity),
        "steps": STEPS_BY_ACTIVITY if by_activity else STEPS_BY_VILLAGES,
        "note": sentences.silent_note(_activities(children)) if by_activity else "",
        "has_empty": any(not tile.child.has_group for tile in petak.tiles),
        "has_unjudged": any(tile.child.is_unjudged for tile in petak.tiles),
        "by_activity": by_activity,
    }


def _key_words(area: Area, *, by_activity: bool) -> str:
    if by_activity:
        return _("Bagian KIM yang aktif")
    return _("Bagian kelurahan yang punya KIM") if area.kind == Kind.KOTA else _("Bagian desa yang punya KIM")


def _activities(children: list[Child]) -> list[tuple[str, Activity]]:
    return [(child.name, child.activity or Activity()) for child in children]


def _activity_title(area: Area, children: list[Child]) -> str:
    return sentences.activity_map_title(_activities(children), child_word(area))


def _coverage_title(figures: Figures, children: list[Child]) -> str:
    complete = sum(child.coverage.villages > 0 and child.coverage.without == 0 for child in children)
    if figures.area.level == Level.REGENCY:
        without = figures.districts_without
    else:
        without = [
            DistrictWithout(child.code, child.name, child.coverage.villages)
            for child in children
            if not child.has_group
        ]
    return map_title(figures.area, len(children), without, complete)


def _remark(remark: Remark) -> str:
    if remark.kind == "liveliest":
        return _("paling hidup")
    if remark.kind == "emptiest":
        return _("paling sedikit")
    return _("paling lengkap") if remark.child.coverage.without else _("sudah lengkap")


def _tile(tile: Tile, links: Links) -> TileShown:
    child = tile.child
    coverage, found = child.coverage, child.activity
    where = sentences.how_many_villages(coverage.villages, coverage.kelurahan)
    words = {"name": child.name, "villages": where, "covered": number(coverage.covered)}
    if not child.has_group:
        sentence = _("%(name)s: %(villages)s, belum ada KIM") % words
    elif found is None:
        sentence = _("%(name)s: %(covered)s dari %(villages)s punya KIM") % words
    elif child.is_unjudged:
        sentence = _("%(name)s: %(groups)s KIM, belum dinilai") % {"name": child.name, "groups": number(found.groups)}
    else:
        sentence = _("%(name)s: %(n)s dari %(groups)s KIM aktif") % {
            "name": child.name,
            "n": number(found.active),
            "groups": number(found.groups),
        }
    return TileShown(
        child.code,
        child.name,
        links.place(child.code),
        tile.column,
        tile.row,
        tile.step,
        found.active if found else coverage.covered,
        found.groups if found else coverage.villages,
        coverage.villages,
        coverage.villages > 0 and coverage.kelurahan == coverage.villages,
        sentence,
        child.is_unjudged,
    )


def map_title(area: Area, children: int, without: list[DistrictWithout], complete: int) -> str:
    if area.level == Level.REGENCY:
        return sentences.map_title(children, without, complete)
    if without:
        return _("%(n)s wilayah belum punya KIM: %(names)s") % {
            "n": number(len(without)),
            "names": sentences.joined([district.name for district in without], 3),
        }
    return _("Setiap %(level)s sudah punya KIM") % {"level": child_word(area)}


def child_word(area: Area) -> str:
    """What the children of the area are called in a sentence."""
    return {
        Level.NATION: _("provinsi"),
        Level.PROVINCE: _("kabupaten dan kota"),
        Level.REGENCY: _("kecamatan"),
    }.get(Level(area.level), _("desa"))


def how_to_read(area: Area, children: int, is_placed: bool, *, by_activity: bool = False) -> tuple[str, str]:
    """What the figures are, and where the tiles lie; the second is of no use where the map is a table."""
    what = _("Desa dan kelurahan yang punya KIM dari semuanya, %(n)s %(level)s.") % {
        "n": number(children),
        "level": child_word(area),
    }
    if area.kind == Kind.KOTA:
        what = _("Kelurahan yang punya KIM dari semuanya, %(n)s kecamatan.") % {"n": number(children)}
    if by_activity:
        what = _("KIM aktif dari yang terbentuk, %(n)s %(level)s.") % {
            "n": number(children),
            "level": child_word(area),
        }
    where = (
        _("Letak petak mengikuti arah sebenarnya, bukan skala.")
        if is_placed
        else _("Letak petak belum dicatat, jadi urut kode wilayah.")
    )
    return what, where
