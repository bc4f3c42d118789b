"""The people a roster names: who comes, and who stops because somebody else comes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from kentongan.registry.enums import Position
from kentongan.registry.models import Group, Officer
from kentongan.rosters.actions.ledger import Ledger, Written, firsts
from kentongan.rosters.queries import chunks, serving
from kentongan.rosters.rules.facts import PlannedRow

BOARD = (Position.CHAIR, Position.SECRETARY, Position.TREASURER)
_OFFICER_TOLD = ("position", "name", "phone", "since")


def add_officers(
    ledger: Ledger, wanted: Iterable[tuple[PlannedRow, Group | Written, int | None, Sequence[Position]]]
) -> None:
    """Officers under a decree (its key) or none. In the place of somebody who stops today, they begin today."""
    rows, areas = [], []
    for plan, group, decree, positions in wanted:
        for position in positions:
            if name := plan.values.get(position.value):
                phone = plan.values.get("chair_phone", "") if position == Position.CHAIR else ""
                is_first = decree and (group.pk, position) not in ledger.stopped
                since = None if is_first else ledger.day.isoformat()
                rows.append((group.pk, decree, position.value, name, phone, since))
                areas.append(group.area_id)
    keys = ledger.insert(Officer, ("group", "decree", *_OFFICER_TOLD), rows)
    labels = {position.value: str(position.label) for position in BOARD}
    for key, (_group, _decree, *values), area_code in zip(keys, rows, areas, strict=True):
        ledger.tell("create", "officer", key, labels[values[0]], area_code, firsts(_OFFICER_TOLD, values))


def change_officers(ledger: Ledger, pairs: Sequence[tuple[PlannedRow, Group]], decrees: dict[int, int]) -> None:
    """Another name is another person: the one before stops today, unless a new decree ends that board anyway."""
    spoken = {"chair", "secretary", "treasurer", "chair_phone"}
    wanted = [pair for pair in pairs if spoken & pair[0].changes.keys() or pair[0].values.get("board")]
    serving_now: dict[tuple[int, str], list[Officer]] = defaultdict(list)
    for batch in chunks([group.pk for _plan, group in wanted]):
        for officer in serving(Officer.objects.filter(group__in=batch), ledger.day).order_by("pk"):
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
                    officer.until = max(officer.since or ledger.day, ledger.day)
                    stopped.append(officer)
                    ledger.stopped.add((group.pk, position))
                    decree_of[position] = officer.decree_id
                    until = {"until": [None, officer.until.isoformat()]}
                    label = str(officer.get_position_display())
                    ledger.tell("change", "officer", officer.pk, label, group.area_id, until)
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
                ledger.tell("change", "officer", officer.pk, label, group.area_id, phones)
    ledger.update(Officer, stopped, ["until"])
    ledger.update(Officer, rung, ["phone"])
    add_officers(ledger, added)
