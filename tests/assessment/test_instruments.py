"""Rule books of an office: taken over, changed as drafts, put in force, ended."""

import datetime as dt

import pytest

from kentongan.assessment.actions import instruments as actions
from kentongan.assessment.models import FrozenVersion, Instrument, InstrumentVersion
from kentongan.assessment.permissions import instrument_refusal
from kentongan.assessment.rules.checker import check
from kentongan.assessment.rules.document import Window
from kentongan.assessment.rules.reading import BadDocument, read_document
from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent
from tests.assessment.texts import PUBLISHED, SMALL, WITH_HIDDEN_RULE, shipped_text

FIRST, LATER = dt.date(2021, 1, 1), dt.date(2023, 7, 1)


@pytest.fixture
def draft(cast) -> InstrumentVersion:
    return actions.adopt(office=cast.kota, text=PUBLISHED, by=cast.city_admin)


@pytest.fixture
def clusters(cast) -> InstrumentVersion:
    """The shipped clusters, in force since 2021."""
    version = actions.adopt(office=cast.kota, code="klaster-kota-malang", by=cast.city_admin)
    return actions.put_in_force(version=version, holds_from=FIRST, by=cast.city_admin)


def events() -> list[str]:
    return list(AuditEvent.objects.filter(subject_kind="instrument").order_by("pk").values_list("verb", flat=True))


# --- Who ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "allowed"),
    [
        ("city_admin", True), ("admin", False), ("staff", False), ("viewer", False), ("forum", False),
        ("district_officer", False), ("leader", False), ("member", False), ("stranger", False),
    ],
)  # fmt: skip
def test_only_the_offices_admin(cast, person: str, allowed: bool) -> None:
    by = getattr(cast, person)
    assert (instrument_refusal(by, cast.kota) is None) is allowed
    if not allowed:
        with pytest.raises(Refused):
            actions.adopt(office=cast.kota, code="aktif", by=by)
        assert not Instrument.objects.exists()


def test_every_verb_asks(cast, draft, clusters) -> None:
    by = cast.forum
    for act in (
        lambda: actions.start_draft(instrument=clusters.instrument, by=by),
        lambda: actions.save_draft(version=draft, text=SMALL, known="", by=by),
        lambda: actions.discard_draft(version=draft, known="", by=by),
        lambda: actions.decide_hole(version=draft, letter="A", tier="Klaster 2", reason="ya", known="", by=by),
        lambda: actions.change_limits(version=draft, limits={"media": 7}, known="", by=by),
        lambda: actions.put_in_force(version=draft, holds_from=LATER, by=by),
        lambda: actions.end_instrument(instrument=clusters.instrument, ends_on=LATER, by=by),
    ):
        with pytest.raises(Refused, match="admin kantor"):
            act()


# --- Drafts -------------------------------------------------------------------------------------------------


def test_shipped_instruments_are_offered_in_order() -> None:
    assert [one.code for one in actions.shipped()] == list(actions.SHIPPED)


def test_taking_one_over(cast) -> None:
    draft = actions.adopt(office=cast.kota, code="klaster-kota-malang", by=cast.city_admin)
    assert (draft.number, draft.is_draft, draft.text) == (1, True, shipped_text("klaster-kota-malang"))
    assert (draft.instrument.code, draft.instrument.purpose) == ("klaster-kota-malang", "tahap")
    assert events() == ["adopt"]


def test_one_draft_an_instrument(cast, draft) -> None:
    with pytest.raises(Conflict, match="sudah punya rancangan"):
        actions.adopt(office=cast.kota, text=PUBLISHED, by=cast.city_admin)
    with pytest.raises(Conflict):
        actions.start_draft(instrument=draft.instrument, by=cast.city_admin)


def test_two_offices_may_take_the_same(cast, draft) -> None:
    theirs = actions.adopt(office=cast.malang, text=PUBLISHED, by=cast.admin)
    assert theirs.instrument != draft.instrument


def test_saving_keeps_the_text_as_written(cast, draft) -> None:
    text = "# catatan saya\r\n" + PUBLISHED.replace("Klaster KIM Kota Malang", "Klaster baru", 1) + "\n\n"
    saved = actions.save_draft(version=draft, text=text, known=draft.fingerprint, by=cast.city_admin)
    assert saved.text.startswith("# catatan saya\n")
    assert "\r" not in saved.text
    assert saved.text.endswith('"]\n')
    assert Instrument.objects.get().name == "Klaster baru"


def test_the_same_text_is_no_change(cast, draft) -> None:
    actions.save_draft(version=draft, text=draft.text, known=draft.fingerprint, by=cast.city_admin)
    assert events() == ["adopt"]


def test_a_bad_text_changes_nothing(cast, draft) -> None:
    with pytest.raises(BadDocument):
        actions.save_draft(version=draft, text="nama = ", known=draft.fingerprint, by=cast.city_admin)
    draft.refresh_from_db()
    assert draft.text == PUBLISHED.rstrip() + "\n"
    assert events() == ["adopt"]


@pytest.mark.parametrize(
    ("piece", "other"),
    [('kode = "klaster-terbitan"', 'kode = "lain"'), ('tujuan = "tahap"', 'tujuan = "aktif"')],
)
def test_a_version_stays_with_its_instrument(cast, draft, piece: str, other: str) -> None:
    text = PUBLISHED.replace(piece, other).replace('nama = "Klaster 1"', 'nama = "Klaster 1"\naktif = true')
    with pytest.raises(BadDocument) as caught:
        actions.save_draft(version=draft, text=text, known=draft.fingerprint, by=cast.city_admin)
    assert [problem.line for problem in caught.value.problems] == [text[: text.index(other)].count("\n") + 1]


def test_two_people_at_one_draft(cast, draft) -> None:
    seen = draft.fingerprint
    actions.change_limits(version=draft, limits={"media": 7}, known=seen, by=cast.city_admin)
    with pytest.raises(Conflict, match="diubah orang lain"):
        actions.save_draft(version=draft, text=WITH_HIDDEN_RULE, known=seen, by=cast.city_admin)


def test_throwing_a_draft_away(cast, draft) -> None:
    actions.discard_draft(version=draft, known=draft.fingerprint, by=cast.city_admin)
    assert not Instrument.objects.exists()
    assert events() == ["adopt", "discard"]


def test_a_thrown_away_draft_leaves_what_is_in_force(cast, clusters) -> None:
    draft = actions.start_draft(instrument=clusters.instrument, by=cast.city_admin)
    actions.discard_draft(version=draft, known="", by=cast.city_admin)
    with pytest.raises(Conflict, match="sudah dibuang"):
        actions.save_draft(version=draft, text=draft.text, known="", by=cast.city_admin)
    assert [version.number for version in clusters.instrument.versions.all()] == [1]


# --- The text, changed from the screen ------------------------------------------------------------------------


def test_limits_change_where_they_stand_and_nothing_else(cast) -> None:
    draft = actions.adopt(office=cast.kota, code="klaster-kota-malang", by=cast.city_admin)
    saved = actions.change_limits(
        version=draft,
        limits={"organisasi": 4, "undangan": 333, "sk": 30},
        windows={"media": Window(months=6)},
        fall={"setelah": 14},
        known=draft.fingerprint,
        by=cast.city_admin,
    )
    old, new = draft.text.splitlines(), saved.text.splitlines()
    assert [line for line in new if line not in old] == [
        'setelah = "14 hari"', "batas = 30", "batas = 4", 'rentang = "6 bulan"', 'batas = "33,3%"',
    ]  # fmt: skip
    assert [line for line in old if line.startswith("#")] == [line for line in new if line.startswith("#")]
    document = read_document(saved.text)
    assert (document.grace, document.by_key["sk"].limit, document.by_key["undangan"].limit) == (14, 30, 333)


def test_a_section_that_is_absent_is_added(cast) -> None:
    draft = actions.adopt(office=cast.kota, text="# atas\n\n" + SMALL.lstrip(), by=cast.city_admin)
    saved = actions.change_limits(version=draft, fall={"paling_cepat": 90}, known="", by=cast.city_admin)
    assert (read_document(saved.text).grace, read_document(saved.text).stay) == (0, 90)


def test_what_is_written_in_one_line_is_left_to_the_text(cast) -> None:
    inline = SMALL.replace(
        SMALL[SMALL.index("[syarat.rapat]") : SMALL.index("[[tingkat]]")],
        '[syarat]\nrapat = { nama = "r", hitung = "jumlah", jenis = ["rapat"], batas = 2, rentang = "9 hari" }\n',
    )
    draft = actions.adopt(office=cast.kota, text=inline, by=cast.city_admin)
    with pytest.raises(Refused, match="dalam teksnya"):
        actions.change_limits(version=draft, limits={"rapat": 3}, known="", by=cast.city_admin)


def test_a_limit_out_of_bounds_is_a_complaint(cast, draft) -> None:
    with pytest.raises(BadDocument):
        actions.change_limits(version=draft, limits={"media": 0}, known="", by=cast.city_admin)


def test_deciding_both_holes_makes_it_complete(cast, draft) -> None:
    with pytest.raises(Refused, match="belum lengkap"):
        actions.put_in_force(version=draft, holds_from=FIRST, by=cast.city_admin)
    draft = actions.decide_hole(
        version=draft,
        letter="A",
        tier="Klaster 2",
        reason='Rapat itu  "hidup"',
        known=draft.fingerprint,
        by=cast.city_admin,
    )
    assert [hole.letter for hole in check(read_document(draft.text)).holes] == ["A"]
    draft = actions.decide_hole(
        version=draft, letter="A", tier="Klaster 3", reason="Masih menulis", known=draft.fingerprint, by=cast.city_admin
    )
    assert check(read_document(draft.text)).is_complete
    assert "# Keputusan kantor untuk: SK berlaku + organisasi berjalan + tidak ada berita.\n" in draft.text
    rule = read_document(draft.text).tiers[1].rules[-1]
    assert (rule.met, rule.unmet, rule.reason) == ({"sk", "organisasi"}, {"berita"}, 'Rapat itu "hidup"')
    assert AuditEvent.objects.latest("pk").reason == "Masih menulis"
    actions.put_in_force(version=draft, holds_from=FIRST, by=cast.city_admin)
    assert events() == ["adopt", "change", "change", "put_in_force"]


@pytest.mark.parametrize(
    ("letter", "tier", "reason", "error"),
    [
        ("C", "Klaster 2", "ya", Conflict),
        ("A", "Klaster 9", "ya", Refused),
        ("A", "Klaster 2", "  ", Refused),
        ("A", "Klaster 2", "x" * 301, BadDocument),
    ],
)
def test_a_decision_needs_a_hole_a_tier_and_a_reason(cast, draft, letter, tier, reason, error) -> None:
    with pytest.raises(error):
        actions.decide_hole(version=draft, letter=letter, tier=tier, reason=reason, known="", by=cast.city_admin)
    draft.refresh_from_db()
    assert draft.text == PUBLISHED.rstrip() + "\n"


def test_a_hidden_rule_is_taken_out_with_its_remark(cast) -> None:
    text = WITH_HIDDEN_RULE.replace('[[tingkat.aturan]]\nada = ["sk", "media"]\ntidak = ["organisasi", "berita"]', '# kata lain\n[[tingkat.aturan]]\nada = ["sk", "media"]\ntidak = ["organisasi", "berita"] # sama')  # fmt: skip
    draft = actions.adopt(office=cast.kota, text=text, by=cast.city_admin)
    saved = actions.drop_rule(version=draft, label="3b", known=draft.fingerprint, by=cast.city_admin)
    assert saved.text == PUBLISHED.rstrip() + "\n"
    with pytest.raises(Conflict):
        actions.drop_rule(version=saved, label="3b", known="", by=cast.city_admin)


def test_scores_that_leave_a_gap_are_mended_in_the_text(cast) -> None:
    text = shipped_text("poin").replace("skor_minimal = 0", "skor_minimal = 5")
    draft = actions.adopt(office=cast.kota, text=text, by=cast.city_admin)
    with pytest.raises(Refused, match="dalam teksnya"):
        actions.decide_hole(version=draft, letter="A", tier="Mulai", reason="ya", known="", by=cast.city_admin)
    with pytest.raises(Refused, match="belum lengkap"):
        actions.put_in_force(version=draft, holds_from=FIRST, by=cast.city_admin)


# --- In force -----------------------------------------------------------------------------------------------


def test_a_version_takes_the_place_of_the_one_before(cast, clusters) -> None:
    draft = actions.start_draft(instrument=clusters.instrument, by=cast.city_admin)
    assert (draft.number, draft.text) == (2, clusters.text)
    actions.put_in_force(version=draft, holds_from=LATER, by=cast.city_admin)
    held = {
        day: InstrumentVersion.objects.in_force_on(day).get().number for day in (FIRST, LATER - dt.timedelta(1), LATER)
    }
    assert held == {FIRST: 1, LATER - dt.timedelta(1): 1, LATER: 2}


def test_a_version_may_not_begin_before_the_one_it_follows(cast, clusters) -> None:
    draft = actions.start_draft(instrument=clusters.instrument, by=cast.city_admin)
    with pytest.raises(Refused, match="Versi 1 berlaku sejak 1 Januari 2021"):
        actions.put_in_force(version=draft, holds_from=FIRST - dt.timedelta(1), by=cast.city_admin)


def test_a_mistyped_year_does_not_shut_the_instrument(cast, clusters) -> None:
    draft = actions.start_draft(instrument=clusters.instrument, by=cast.city_admin)
    with pytest.raises(Refused, match="Periksa tahunnya"):
        actions.put_in_force(version=draft, holds_from=dt.date(2052, 10, 1), by=cast.city_admin)


def test_of_two_versions_of_one_day_the_later_holds(cast, clusters) -> None:
    draft = actions.start_draft(instrument=clusters.instrument, by=cast.city_admin)
    actions.put_in_force(version=draft, holds_from=FIRST, by=cast.city_admin)
    assert InstrumentVersion.objects.in_force_on(FIRST).get().number == 2


def test_what_is_in_force_cannot_be_put_in_force_again(cast, clusters) -> None:
    with pytest.raises(Conflict, match="sudah diberlakukan"):
        actions.put_in_force(version=clusters, holds_from=LATER, by=cast.city_admin)
    with pytest.raises(Conflict):
        actions.save_draft(version=clusters, text=SMALL, known="", by=cast.city_admin)


def test_the_name_follows_the_version_in_force(cast, clusters) -> None:
    draft = actions.start_draft(instrument=clusters.instrument, by=cast.city_admin)
    text = draft.text.replace('nama = "Klaster KIM Kota Malang"', 'nama = "Klaster 2023"')
    draft = actions.save_draft(version=draft, text=text, known="", by=cast.city_admin)
    assert Instrument.objects.get().name == "Klaster KIM Kota Malang"
    actions.put_in_force(version=draft, holds_from=LATER, by=cast.city_admin)
    assert Instrument.objects.get().name == "Klaster 2023"


@pytest.mark.parametrize("field", ["text", "number", "holds_from"])
def test_a_version_in_force_never_changes(cast, clusters, field: str) -> None:
    value = {"text": SMALL, "number": 9, "holds_from": None}[field]
    version = InstrumentVersion.objects.get(pk=clusters.pk)
    setattr(version, field, value)
    with pytest.raises(FrozenVersion):
        version.save()
    with pytest.raises(FrozenVersion):
        InstrumentVersion.objects.filter(pk=clusters.pk).update(**{field: value})
    with pytest.raises(FrozenVersion):
        version.delete()
    with pytest.raises(FrozenVersion):
        InstrumentVersion.objects.all().delete()
    assert InstrumentVersion.objects.get(pk=clusters.pk).text == clusters.text


def test_tiers_run_side_by_side_but_activity_has_one_answer(cast, clusters) -> None:
    stages = actions.adopt(office=cast.kota, code="tahap-kim", by=cast.city_admin)
    actions.put_in_force(version=stages, holds_from=FIRST, by=cast.city_admin)
    active = actions.adopt(office=cast.kota, code="aktif", by=cast.city_admin)
    active = actions.put_in_force(version=active, holds_from=FIRST, by=cast.city_admin)
    text = shipped_text("aktif").replace('kode = "aktif"', 'kode = "aktif-lain"')
    other = actions.adopt(office=cast.kota, text=text, by=cast.city_admin)
    with pytest.raises(Refused, match="KIM aktif sudah menentukan"):
        actions.put_in_force(version=other, holds_from=LATER, by=cast.city_admin)
    actions.end_instrument(instrument=active.instrument, ends_on=LATER, by=cast.city_admin)
    actions.put_in_force(version=other, holds_from=LATER, by=cast.city_admin)
    # Another office answers for itself.
    theirs = actions.adopt(office=cast.malang, code="aktif", by=cast.admin)
    actions.put_in_force(version=theirs, holds_from=FIRST, by=cast.admin)


def test_ending(cast, clusters) -> None:
    with pytest.raises(Refused, match="sejak 1 Januari 2021"):
        actions.end_instrument(instrument=clusters.instrument, ends_on=FIRST - dt.timedelta(1), by=cast.city_admin)
    actions.end_instrument(instrument=clusters.instrument, ends_on=LATER, reason="Diganti poin", by=cast.city_admin)
    assert InstrumentVersion.objects.in_force_on(LATER - dt.timedelta(1)).exists()
    assert not InstrumentVersion.objects.in_force_on(LATER).exists()
    with pytest.raises(Conflict, match="sudah berakhir pada 1 Juli 2023"):
        actions.end_instrument(instrument=clusters.instrument, ends_on=LATER, by=cast.city_admin)
    # It may begin again later.
    draft = actions.start_draft(instrument=clusters.instrument, by=cast.city_admin)
    actions.put_in_force(version=draft, holds_from=dt.date(2024, 1, 1), by=cast.city_admin)
    assert not InstrumentVersion.objects.in_force_on(dt.date(2023, 12, 31)).exists()


def test_what_never_was_in_force_cannot_end(cast, draft) -> None:
    with pytest.raises(Refused, match="belum pernah berlaku"):
        actions.end_instrument(instrument=draft.instrument, ends_on=LATER, by=cast.city_admin)
