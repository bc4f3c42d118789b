"""Writing a confirmed roster into the register: all rows or none, each change with its history."""

import datetime as dt
import logging
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import may
from kentongan.core.clock import today
from kentongan.core.errors import Conflict, Refused
from kentongan.core.models import AuditEvent
from kentongan.registry.enums import Position, Precision, SignerKind
from kentongan.registry.models import Channel, Decree, FormationCase, Group, Officer
from kentongan.rosters.actions.inserting import insert_rows
from kentongan.rosters.actions.progress import Stopped, enqueue, many_rows, moved, turn
from kentongan.rosters.actions.reading import note_plan
from kentongan.rosters.enums import RowState
from kentongan.rosters.models import Roster, RosterRow
from kentongan.rosters.queries import chunks, columns_of, count_rows, facts_for, serving, written_rows
from kentongan.rosters.rules.facts import PlannedRow
from kentongan.rosters.rules.plan import plan_rows

logger = logging.getLogger(__name__)

# Up to this many rows are written while the person waits.
AT_ONCE = 1000
BATCH = 2000
# A day, how sure it is, and its earliest bound hold together and are written at once.
FORMED = ("formed_on", "formed_precision", "formed_not_before")
GROUP_VALUES = {
    "name": "name",
    "kim_number": "kim_number",
    "kimid_url": "kimid_url",
    "address": "address",
    "contact": "contact_name",
    "phone": "contact_phone",
}
DECREE_VALUES = {
    "decree_number": "number",
    "decree_start": "starts_on",
    "decree_end": "ends_on",
    "decree_signed": "signed_on",
    "signer_kind": "signer_kind",
    "signer_name": "signer_name",
}
CHANNELS = ("website", "instagram", "facebook", "youtube", "tiktok", "whatsapp")
BOARD = (Position.CHAIR, Position.SECRETARY, Position.TREASURER)
_TO_SAVE = {RowState.NEW, RowState.CHANGED}


def save_roster(*, roster: Roster, by: Any, now: dt.datetime) -> None:
    """Confirm the roster. A small one is written at once, a large one in the background; a second confirmation is refused."""
    if by is not None and not may(by, Capability.IMPORT, area=roster.office.area):
        raise Refused(_("Impor hanya untuk staf Diskominfo wilayah ini."))
    if roster.state != Roster.State.READY:
        raise Conflict(_("Impor ini sudah disimpan atau sedang dikerjakan. Tidak ada yang disimpan dua kali."))
    counts = count_rows(roster)
    if not counts[RowState.NEW] + counts[RowState.CHANGED]:
        raise Refused(_("Tidak ada baris baru atau berubah, jadi tidak ada yang perlu disimpan."))
    with transaction.atomic():
        turn(roster, Roster.State.SAVING, saved_by=by, done=0, total=sum(counts.values()))
        if sum(counts.values()) > AT_ONCE:
            enqueue("write", roster)
            return
    write_roster(roster=roster, now=now, is_alone=False)


def write_roster(*, roster: Roster, now: dt.datetime, is_alone: bool = True) -> None:
    """Plan the rows against the register as it is now and write them in one transaction. Safe to run twice.

    When anything differs from what was confirmed, nothing is written, the preview is brought up to date, and the
    difference is said: as a ``Conflict``, or in ``roster.failure`` where nobody waits (``is_alone``).
    """
    if roster.state != Roster.State.SAVING:
        return
    try:
        with many_rows():
            _write(roster, now)
    except Stopped:
        logger.info("Saving of import %s was stopped", roster.code)
    except Conflict as error:
        Roster.objects.filter(pk=roster.pk, state=Roster.State.SAVING).update(
            state=Roster.State.READY, failure=str(error) if is_alone else "", moved_at=timezone.now()
        )
        roster.state = Roster.State.READY
        if not is_alone:
            raise
    except Exception:
        sentence = _("Penyimpanan gagal karena kesalahan di sistem kami. Tidak ada yang tersimpan. Coba simpan lagi.")
        Roster.objects.filter(pk=roster.pk, state=Roster.State.SAVING).update(
            state=Roster.State.READY, failure=sentence, moved_at=timezone.now()
        )
        raise


def _write(roster: Roster, now: dt.datetime) -> None:
    moved(roster, 0)
    with transaction.atomic():
        _hold_the_register()
        facts = facts_for(roster.office.area, today())
        if facts.fingerprint == roster.layout.get("facts"):
            # Planning is a function of rows, columns and facts: with the same facts it would come to the same.
            planned, stale = _shown_plans(roster), []
        else:
            rows = written_rows(roster.rows.all())
            planned = plan_rows(rows, columns_of(roster), facts, is_kimid=roster.is_kimid)
            stale = _stale(roster, planned)
        if not stale:
            _save_plans(roster, planned, now)
            return
    _bring_up_to_date(roster, stale)
    sentence = ngettext(
        "Buku induk berubah sejak Anda melihatnya, dan %(n)d baris kini lain. "
        "Tidak ada yang disimpan. Periksa baris itu, lalu simpan lagi.",
        "Buku induk berubah sejak Anda melihatnya, dan %(n)d baris kini lain. "
        "Tidak ada yang disimpan. Periksa baris itu, lalu simpan lagi.",
        len(stale),
    )
    raise Conflict(sentence % {"n": len(stale)})


def _shown_plans(roster: Roster) -> list[PlannedRow]:
    """The plans as they were shown; what is not written needs no values."""
    rows = roster.rows.order_by("number")
    plans = [
        PlannedRow(number, RowState(state))
        for number, state in rows.exclude(state__in=_TO_SAVE).values_list("number", "state")
    ]
    to_save = rows.filter(state__in=_TO_SAVE).values_list(
        "number", "state", "area_code", "group_code", "kim_number", "values", "changes"
    )
    for number, state, *facts in to_save.iterator(chunk_size=5000):
        plans.append(PlannedRow(number, RowState(state), *facts))
    return sorted(plans, key=lambda plan: plan.number)


def _hold_the_register() -> None:
    """On PostgreSQL keep others from adding or changing groups meanwhile; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f'LOCK TABLE "{Group._meta.db_table}" IN SHARE ROW EXCLUSIVE MODE')


def _stale(roster: Roster, planned: Sequence[PlannedRow]) -> list[PlannedRow]:
    """Rows for which the plan is no longer the one that was shown."""
    shown = {
        number: (state, group, area, changes)
        for number, state, group, area, changes in roster.rows.values_list(
            "number", "state", "group_code", "area_code", "changes"
        ).iterator(chunk_size=5000)
    }
    return [
        plan
        for plan in planned
        if shown.get(plan.number) != (plan.state.value, plan.group_code, plan.area_code, dict(plan.changes))
    ]


def _bring_up_to_date(roster: Roster, stale: Sequence[PlannedRow]) -> None:
    for batch in chunks(stale, 200):
        plans = {plan.number: plan for plan in batch}
        rows = list(roster.rows.filter(number__in=plans))
        for row in rows:
            note_plan(row, plans[row.number])
        fields = ["state", "area_code", "group_code", "kim_number", "values", "changes", "problems"]
        RosterRow.objects.bulk_update(rows, fields)


# --- Writing ------------------------------------------------------------------------------------------------


def _save_plans(roster: Roster, planned: Sequence[PlannedRow], now: dt.datetime) -> None:
    new = [plan for plan in planned if plan.state == RowState.NEW and not roster.is_kimid]
    changed = [plan for plan in planned if plan.state == RowState.CHANGED]
    ledger = _Ledger(roster, now)
    ledger.create_groups(new)
    ledger.change_groups(changed)
    ledger.write_events()
    counts = dict.fromkeys(RowState.values, 0)
    for plan in planned:
        counts[plan.state.value] += 1
    result = {"counts": counts}
    done = Roster.objects.filter(pk=roster.pk, state=Roster.State.SAVING).update(
        state=Roster.State.SAVED,
        saved_at=now,
        moved_at=now,
        failure="",
        done=len(planned),
        layout=roster.layout | {"result": result, "told": True},
    )
    if not done:
        raise Stopped
    roster.state, roster.saved_at = Roster.State.SAVED, now


class _Written(NamedTuple):
    """A group that was just written, as far as what hangs on it must know it."""

    pk: int
    area_id: str


class _Ledger:
    """Gathers what is written and the events that tell of it, so that each table is written once."""

    def __init__(self, roster: Roster, now: dt.datetime) -> None:
        self.roster, self.now, self.day = roster, now, today()
        self.events: list[tuple[str, str, str, str, str, dict[str, list[Any]]]] = []
        # Places in boards that somebody leaves today: group and position.
        self.stopped: set[tuple[int, str]] = set()
        self.reason = _("Impor %(file)s") % {"file": roster.file_name}

    def tell(self, verb: str, kind: str, key: Any, label: str, area_code: str, changes: dict[str, list[Any]]) -> None:
        self.events.append((verb, kind, str(key), label[:200], area_code, changes))

    def write_events(self) -> None:
        """Hundreds of thousands for a large roster, half of all it writes."""
        at = AuditEvent._meta.get_field("at").get_db_prep_save(self.now, connection)
        same = (at, self.roster.saved_by_id, self.reason)
        names = ("verb", "subject_kind", "subject_key", "subject_label", "area_code", "changes", "at", "by", "reason")
        insert_rows(AuditEvent, names, ((*event, *same) for event in self.events))

    # New groups ---------------------------------------------------------------------------------------------

    def create_groups(self, plans: Sequence[PlannedRow]) -> None:
        """Groups with their running numbers, decrees, boards and channels; an open formation case of the village closes."""
        highest = _highest_numbers({plan.area_code for plan in plans})
        rows = []
        for plan in plans:
            highest[plan.area_code] += 1
            code = f"{plan.area_code}-{highest[plan.area_code]}"
            rows.append((code, plan.area_code, *_group_values(plan.values)))
        keys = _insert(Group, ("code", "area", *_GROUP_TOLD), rows)
        for code, area_code, *values in rows:
            self.tell("create", "group", code, values[0], area_code, _firsts(_GROUP_TOLD, values))
        pairs = [(plan, _Written(key, plan.area_code)) for plan, key in zip(plans, keys, strict=True)]
        decrees = self.add_decrees([pair for pair in pairs if pair[0].values.get("decree_number")])
        self.add_officers((plan, group, decrees.get(group.pk), BOARD) for plan, group in pairs)
        self.add_channels((plan, group, CHANNELS) for plan, group in pairs)
        self.close_cases({group.area_id: (group.pk, plan.values) for plan, group in pairs})

    def add_decrees(self, pairs: Sequence[tuple[PlannedRow, "Group | _Written"]]) -> dict[int, int]:
        """The new decree of each group, as keys."""
        rows = [(group.pk, *_decree_values(plan.values)) for plan, group in pairs]
        keys = _insert(Decree, ("group", *_DECREE_TOLD), rows)
        for (_plan, group), key, (_group, *values) in zip(pairs, keys, rows, strict=True):
            self.tell("create", "decree", key, values[0], group.area_id, _firsts(_DECREE_TOLD, values))
        return {group.pk: key for (_plan, group), key in zip(pairs, keys, strict=True)}

    def add_officers(
        self, wanted: Iterable[tuple[PlannedRow, "Group | _Written", int | None, Sequence[Position]]]
    ) -> None:
        """Officers under a decree (its key) or none. In the place of somebody who stops today, they begin today."""
        rows, areas = [], []
        for plan, group, decree, positions in wanted:
            for position in positions:
                if name := plan.values.get(position.value):
                    phone = plan.values.get("chair_phone", "") if position == Position.CHAIR else ""
                    is_first = decree and (group.pk, position) not in self.stopped
                    since = None if is_first else self.day.isoformat()
                    rows.append((group.pk, decree, position.value, name, phone, since))
                    areas.append(group.area_id)
        keys = _insert(Officer, ("group", "decree", *_OFFICER_TOLD), rows)
        labels = {position.value: str(position.label) for position in BOARD}
        for key, (_group, _decree, *values), area_code in zip(keys, rows, areas, strict=True):
            self.tell("create", "officer", key, labels[values[0]], area_code, _firsts(_OFFICER_TOLD, values))

    def add_channels(self, wanted: Iterable[tuple[PlannedRow, "Group | _Written", Sequence[str]]]) -> None:
        rows, areas = [], []
        for plan, group, kinds in wanted:
            seen = set()
            for kind in kinds:
                url = plan.values.get(kind)
                if url and url not in seen:
                    seen.add(url)
                    rows.append((group.pk, kind, url))
                    areas.append(group.area_id)
        keys = _insert(Channel, ("group", *_CHANNEL_TOLD), rows)
        for key, (_group, *values), area_code in zip(keys, rows, areas, strict=True):
            self.tell("create", "channel", key, values[1], area_code, _firsts(_CHANNEL_TOLD, values))

    def close_cases(self, new: Mapping[str, tuple[int, Mapping[str, Any]]]) -> None:
        """A village that now has its group (key and values) is no longer on its way to one."""
        cases: list[FormationCase] = []
        for codes in chunks(sorted(new)):
            cases += FormationCase.objects.filter(area_id__in=codes, closed_on=None).select_related("area")
        for case in cases:
            case.group_id, values = new[case.area_id]
            case.closed_on = max(case.opened_on, min(dt.date.fromisoformat(values["formed_on"]), self.day))
            changes = {"closed_on": [None, case.closed_on.isoformat()], "group": [None, values["name"]]}
            self.tell("form_group", "village", case.area_id, str(case.area), case.area_id, changes)
        FormationCase.objects.bulk_update(cases, ["closed_on", "group"], batch_size=BATCH // 10)

    # Known groups -------------------------------------------------------------------------------------------

    def change_groups(self, plans: Sequence[PlannedRow]) -> None:
        group_of: dict[str, Group] = {}
        for batch in chunks(plans):
            group_of |= {
                group.code: group
                for group in Group.objects.filter(code__in=[plan.group_code for plan in batch]).select_for_update()
            }
        pairs = [(plan, group_of[plan.group_code]) for plan in plans]
        self.change_facts(pairs)
        if self.roster.is_kimid:
            return
        decrees = self.change_decrees(pairs)
        self.change_officers(pairs, decrees)
        self.change_channels(pairs)

    def change_facts(self, pairs: Sequence[tuple[PlannedRow, Group]]) -> None:
        touched: dict[str, list[Group]] = defaultdict(list)
        for plan, group in pairs:
            changes: dict[str, list[Any]] = {}
            for name, column in GROUP_VALUES.items():
                if name in plan.changes:
                    changes[column] = [getattr(group, column), plan.changes[name][1]]
                    setattr(group, column, plan.changes[name][1])
                    touched[column].append(group)
            if "formed_on" in plan.changes:
                precision = Precision.DAY if plan.values.get("formed_exact", True) else Precision.BY
                if precision != group.formed_precision:
                    changes["formed_precision"] = [group.formed_precision, precision.value]
                if group.formed_on.isoformat() != plan.changes["formed_on"][1]:
                    changes["formed_on"] = [group.formed_on.isoformat(), plan.changes["formed_on"][1]]
                group.formed_on = dt.date.fromisoformat(plan.changes["formed_on"][1])
                group.formed_precision = precision
                touched["formed_on"].append(group)
                earliest = group.formed_not_before
                if earliest and (precision == Precision.DAY or earliest > group.formed_on):
                    changes["formed_not_before"] = [earliest.isoformat(), None]
                    group.formed_not_before = None
            if changes:
                self.tell("change", "group", group.code, group.name, group.area_id, changes)
        # A number that moves from one group to another is first free.
        freed = [group.pk for group in touched["kim_number"]]
        for batch in chunks(freed):
            Group.objects.filter(pk__in=batch).update(kim_number="")
        _update(Group, touched, together=FORMED)

    def change_decrees(self, pairs: Sequence[tuple[PlannedRow, Group]]) -> dict[int, int]:
        """Add or correct decrees; the decree each row speaks of, by group, as keys."""
        spoken = [pair for pair in pairs if pair[0].values.get("decree_number") and "decree_of" in pair[0].values]
        new = [
            (plan, group) for plan, group in spoken if not plan.values["decree_of"] and "decree_number" in plan.changes
        ]
        decrees = self.add_decrees(new)
        known: dict[tuple[int, str], Decree] = {}
        for batch in chunks([group.pk for plan, group in spoken if plan.values["decree_of"]]):
            known |= {(decree.group_id, decree.number): decree for decree in Decree.objects.filter(group__in=batch)}
        touched: dict[str, list[Decree]] = defaultdict(list)
        for plan, group in spoken:
            decree = known.get((group.pk, plan.values["decree_of"]))
            if decree is None:
                continue
            decrees[group.pk] = decree.pk
            changes = {}
            for name, column in DECREE_VALUES.items():
                if name in plan.changes:
                    changes[column] = plan.changes[name]
                    value = plan.changes[name][1]
                    is_day = column.endswith("_on")
                    setattr(decree, column, dt.date.fromisoformat(value) if is_day else value)
                    touched[column].append(decree)
            if changes:
                self.tell("change", "decree", decree.pk, decree.number, group.area_id, changes)
        # First and last day change together, or the database would refuse one half.
        for column in ("starts_on", "ends_on"):
            touched[column] = list({id(row): row for row in touched["starts_on"] + touched["ends_on"]}.values())
        _update(Decree, touched, together=("starts_on", "ends_on"))
        return decrees

    def change_officers(self, pairs: Sequence[tuple[PlannedRow, Group]], decrees: dict[int, int]) -> None:
        """Another name is another person: the one before stops today, unless a new decree ends that board anyway."""
        spoken = {"chair", "secretary", "treasurer", "chair_phone"}
        wanted = [pair for pair in pairs if spoken & pair[0].changes.keys() or pair[0].values.get("board")]
        serving_now: dict[tuple[int, str], list[Officer]] = defaultdict(list)
        for batch in chunks([group.pk for _plan, group in wanted]):
            for officer in serving(Officer.objects.filter(group__in=batch), self.day).order_by("pk"):
                serving_now[officer.group_id, officer.position].append(officer)
        stopped, rung, added = [], [], []
        for plan, group in wanted:
            decree = decrees.get(group.pk)
            named = {*plan.changes, *(plan.values.get("board", ()) if "decree_number" in plan.changes else ())}
            positions = [position for position in BOARD if position.value in named]
            decree_of: dict[str, int | None] = dict.fromkeys(positions, decree)
            for position in positions:
                for officer in serving_now[group.pk, position]:
                    if decree is None or officer.decree_id in {None, decree}:
                        officer.until = max(officer.since or self.day, self.day)
                        stopped.append(officer)
                        self.stopped.add((group.pk, position))
                        decree_of[position] = officer.decree_id
                        until = {"until": [None, officer.until.isoformat()]}
                        label = str(officer.get_position_display())
                        self.tell("change", "officer", officer.pk, label, group.area_id, until)
            if decree is None:
                added += [(plan, group, decree_of[position], [position]) for position in positions]
            else:
                added.append((plan, group, decree, positions))
            if "chair_phone" in plan.changes and Position.CHAIR not in positions:
                for officer in serving_now[group.pk, Position.CHAIR][-1:]:
                    phones = {"phone": [officer.phone, plan.changes["chair_phone"][1]]}
                    officer.phone = plan.changes["chair_phone"][1]
                    rung.append(officer)
                    label = str(officer.get_position_display())
                    self.tell("change", "officer", officer.pk, label, group.area_id, phones)
        Officer.objects.bulk_update(stopped, ["until"], batch_size=BATCH // 10)
        Officer.objects.bulk_update(rung, ["phone"], batch_size=BATCH // 10)
        self.add_officers(added)

    def change_channels(self, pairs: Sequence[tuple[PlannedRow, Group]]) -> None:
        """Another address takes the old one's place: the old one ends today and stays on record."""
        wanted = [(plan, group, [kind for kind in CHANNELS if kind in plan.changes]) for plan, group in pairs]
        wanted = [row for row in wanted if row[2]]
        known: dict[int, list[Channel]] = defaultdict(list)
        for batch in chunks([group.pk for _plan, group, _kinds in wanted]):
            for channel in Channel.objects.filter(group__in=batch):
                known[channel.group_id].append(channel)
        ended, revived, added = [], [], []
        for plan, group, kinds in wanted:
            fresh = []
            for kind in kinds:
                url = plan.values[kind]
                for channel in known[group.pk]:
                    if channel.kind == kind and channel.url == plan.changes[kind][0] and not channel.until:
                        channel.until = max(channel.since or self.day, self.day)
                        ended.append(channel)
                        until = {"until": [None, channel.until.isoformat()]}
                        self.tell("change", "channel", channel.pk, channel.url, group.area_id, until)
                again = next((channel for channel in known[group.pk] if channel.url == url), None)
                if again is None:
                    fresh.append(kind)
                elif again.until:
                    self.tell(
                        "change", "channel", again.pk, url, group.area_id, {"until": [again.until.isoformat(), None]}
                    )
                    again.until, again.kind = None, kind
                    revived.append(again)
            added.append((plan, group, fresh))
        Channel.objects.bulk_update(ended + revived, ["until", "kind"], batch_size=BATCH // 10)
        self.add_channels(added)


_GROUP_TOLD = (
    "name",
    "formed_on",
    "formed_precision",
    "kim_number",
    "address",
    "contact_name",
    "contact_phone",
    "kimid_url",
)
_DECREE_TOLD = tuple(DECREE_VALUES.values())
_OFFICER_TOLD = ("position", "name", "phone", "since")
_CHANNEL_TOLD = ("kind", "url")


def _firsts(names: Sequence[str], values: Sequence[Any]) -> dict[str, list[Any]]:
    """The changes of a new row: from nothing to each value it has."""
    return {name: [None, value] for name, value in zip(names, values, strict=True) if value}


def _highest_numbers(area_codes: set[str]) -> dict[str, int]:
    highest: dict[str, int] = defaultdict(int)
    for batch in chunks(sorted(area_codes)):
        for area_code, code in Group.objects.filter(area_id__in=batch).values_list("area_id", "code"):
            highest[area_code] = max(highest[area_code], int(code.rpartition("-")[2]))
    return highest


def _group_values(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values of ``_GROUP_TOLD``."""
    return (
        values.get("name", ""),
        values["formed_on"],
        Precision.DAY.value if values["formed_exact"] else Precision.BY.value,
        *(values.get(name, "") for name in ("kim_number", "address", "contact", "phone", "kimid_url")),
    )


def _decree_values(values: Mapping[str, Any]) -> tuple[Any, ...]:
    """The values of ``_DECREE_TOLD``."""
    return (
        values["decree_number"],
        values["decree_start"],
        values["decree_end"],
        values.get("decree_signed") or None,
        values.get("signer_kind", SignerKind.VILLAGE.value),
        values.get("signer_name", ""),
    )


def _insert(model: Any, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    try:
        return insert_rows(model, names, rows)
    except IntegrityError as error:
        raise Conflict(_("Buku induk berubah selagi menyimpan. Tidak ada yang disimpan. Coba simpan lagi.")) from error


def _update(model: Any, touched: dict[str, list[Any]], together: tuple[str, ...] = ()) -> None:
    """Write each changed column for the rows that changed in it."""
    try:
        if together and touched[together[0]]:
            model.objects.bulk_update(touched[together[0]], list(together), batch_size=BATCH // 10)
        for column, things in touched.items():
            if things and column not in together:
                model.objects.bulk_update(things, [column], batch_size=BATCH // 10)
    except IntegrityError as error:
        raise Conflict(_("Buku induk berubah selagi menyimpan. Tidak ada yang disimpan. Coba simpan lagi.")) from error
