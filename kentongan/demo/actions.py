"""Writing the plan into the database, once."""

import datetime as dt
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from kentongan.accounts.models import Duty, Office, User
from kentongan.areas.actions import add_spelling, import_areas
from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.assessment.actions.determinations import open_determination, override_row, sign_determination
from kentongan.assessment.actions.instruments import adopt, drop_rule, put_in_force
from kentongan.assessment.actions.notices import raise_notices
from kentongan.assessment.models import Determination, InstrumentVersion
from kentongan.assessment.queries.determinations import content_of
from kentongan.assessment.rules.determination import digest_of
from kentongan.core.audit import new_event
from kentongan.core.models import AuditEvent
from kentongan.core.search import refresh_statistics
from kentongan.demo import data
from kentongan.demo.files import example_minutes, store_scan
from kentongan.demo.newsroom import Newsroom
from kentongan.demo.press import plan_articles
from kentongan.demo.pulse import Act, plan_acts
from kentongan.demo.queries import is_loaded
from kentongan.demo.rules import CasePlan, DecreePlan, GroupPlan, NetworkPlan, Village, plan_network
from kentongan.demo.sites.plan import Site, plan_sites
from kentongan.demo.spreadsheet import FILE_NAME, write_ugly_list
from kentongan.evidence.actions import NewEvidence, rebuild_tallies, record, record_many
from kentongan.evidence.enums import Verdict
from kentongan.evidence.models import Evidence, Review
from kentongan.registry.actions.obstacles import create_default_obstacle_kinds
from kentongan.registry.enums import ChannelKind, Measure, Position, Precision, SignerKind
from kentongan.registry.models import (
    Channel,
    Decree,
    FormationCase,
    FormationStep,
    Group,
    Note,
    Obstacle,
    ObstacleKind,
    Officer,
    Partner,
    Target,
)

_POSITIONS = (Position.CHAIR, Position.SECRETARY, Position.TREASURER, Position.SPREADING)


@dataclass(frozen=True)
class Loaded:
    """What a first run wrote, and where the list for trying the import lies."""

    groups: int
    cases: int
    spreadsheet: Path


def load_demo() -> Loaded | None:
    """Write the whole network; None, and nothing written, when it is there already."""
    if is_loaded():
        return None
    with transaction.atomic():
        import_areas(only=[data.REGENCY, data.CITY])
        plan = plan_network(_villages())
        _Writer(plan).write()
        for model in (Group, Decree, Officer, Evidence, Review, AuditEvent):
            refresh_statistics(model)
    return Loaded(len(plan.groups), FormationCase.objects.filter(closed_on=None).count(), save_spreadsheet())


def planned_sites() -> list[Site]:
    """The groups' invented sites, planned anew from the same seed; none before the demo is loaded."""
    if not is_loaded():
        return []
    plan = plan_network(_villages())
    return plan_sites(plan, *plan_articles(plan, plan_acts(plan)))[0]


def save_spreadsheet() -> Path:
    """The list full of mistakes, made for the register as it stands, in the data folder."""
    path = Path(settings.DATA_DIR) / "contoh" / FILE_NAME
    path.parent.mkdir(parents=True, exist_ok=True)
    target = io.BytesIO()
    write_ugly_list(target)
    path.write_bytes(target.getvalue())
    return path


def _villages() -> list[Village]:
    rows = Area.objects.filter(level=Level.VILLAGE, regency_code__in=[data.REGENCY, data.CITY])
    return [Village(*row) for row in rows.values_list("code", "name")]


def _at(day: dt.date, serial: int = 0) -> dt.datetime:
    """A time in office hours of the day, never before the register was opened."""
    minute = 8 * 60 + serial * 37 % 480
    moment = dt.datetime(day.year, day.month, day.day, minute // 60, minute % 60, tzinfo=data.WIB)
    return max(moment, data.OPENED_AT + dt.timedelta(seconds=serial))


class _Writer:
    """Rows of each kind gathered first, then saved at once; events last, when every row has its key."""

    def __init__(self, plan: NetworkPlan) -> None:
        self.plan = plan
        self.articles, acts = plan_articles(plan, plan_acts(plan))
        self.sites, self.acts = plan_sites(plan, self.articles, acts)
        self.events: list[AuditEvent] = []
        self.people: dict[str, User] = {}
        self.groups: dict[str, Group] = {}
        self.officer_serial = 0

    def write(self) -> None:
        # Once: later starts do not wait for what visiting needs.
        from kentongan.demo.harvest import harvest_sites, paste_posts

        self._offices_and_people()
        self._spellings()
        self._groups()
        self._decrees_and_officers()
        self._channels_and_partners()
        self._cases()
        self._obstacles_and_notes()
        self._targets()
        self._corrections()
        self._acts()
        harvest_sites(self.sites)
        paste_posts(self.groups, self.people)
        self._instruments()
        self._determinations()
        self._notices()
        self.events.sort(key=lambda event: event.at)
        AuditEvent.objects.bulk_create(self.events, batch_size=1000)

    def _tell(self, verb: str, kind: str, key: str, label: str, area: str, at: dt.datetime, **more: Any) -> None:
        by = more.pop("by", None) or self._office_person(area)
        self.events.append(new_event(verb=verb, kind=kind, key=key, label=label, area_code=area, by=by, at=at, **more))

    def _office_person(self, area_code: str) -> User:
        return self.people["demo-kota" if area_code.startswith(data.CITY) else "demo-kabupaten"]

    def _offices_and_people(self) -> None:
        for area_code, name in data.OFFICES:
            create_default_obstacle_kinds(
                Office.objects.create(area_id=area_code, name=name, created_at=data.OPENED_AT)
            )
        for serial, (username, name, role, area) in enumerate(data.PEOPLE, start=1):
            user = User(username=username, name=name, phone=f"+628120000{serial:04}", created_at=data.OPENED_AT)
            user.set_unusable_password()
            user.save(force_insert=True)
            self.people[username] = user
            code = f"{area}-1" if len(area) == 13 else ""
            Duty.objects.create(user=user, role=role, area_id=area, group_code=code, since=data.OPENED_AT.date())
            changes = {"role": [None, role], "group_code": [None, code]} if code else {"role": [None, role]}
            self._tell("give_duty", "user", username, name, area, data.OPENED_AT, changes=changes)
        for area_code, name in data.OFFICES:
            self._tell("add", "office", area_code, name, area_code, data.OPENED_AT, changes={"name": [None, name]})

    def _spellings(self) -> None:
        areas = Area.objects.in_bulk(data.SPELLINGS)
        for code, spellings in data.SPELLINGS.items():
            for spelling in spellings:
                add_spelling(area=areas[code], spelling=spelling, by=self._office_person(code))

    # --- Groups -----------------------------------------------------------------------------------

    def _groups(self) -> None:
        rows = [self._group(plan) for plan in self.plan.groups]
        self.groups = {group.area_id: group for group in Group.objects.bulk_create(rows)}
        for group in rows:
            changes = {
                "name": [None, group.name],
                "formed_on": [None, str(group.formed_on)],
                "formed_precision": [None, str(group.formed_precision)],
            }
            self._tell("create", "group", group.code, group.name, group.area_id, group.created_at, changes=changes)

    def _group(self, plan: GroupPlan) -> Group:
        chair = self._chair_serial(plan)
        is_leader = plan.village.code == data.KAYUTANGAN
        return Group(
            code=plan.code,
            area_id=plan.village.code,
            name=plan.name,
            formed_on=plan.formed_on,
            formed_precision=plan.precision,
            formed_not_before=plan.not_before,
            kim_number=f"KIM-CONTOH-{plan.serial:04}" if plan.has_number else "",
            kimid_url=f"https://contoh.example/kimid/{plan.serial:04}" if plan.has_number else "",
            profile=data.PROFILE.format(village=plan.village.name) if plan.has_profile else "",
            address=f"Jalan Contoh Nomor {plan.serial}" if plan.has_profile else "",
            contact_name=_name(chair, is_leader) if plan.has_contact else "",
            contact_phone=_phone(chair, is_leader) if plan.has_contact else "",
            created_at=_at(plan.formed_on, plan.serial),
        )

    @staticmethod
    def _chair_serial(plan: GroupPlan) -> int:
        return (plan.serial - 1) * len(_POSITIONS) + 1

    def _decrees_and_officers(self) -> None:
        decrees: list[tuple[GroupPlan, DecreePlan, Decree]] = []
        for plan in self.plan.groups:
            decrees += [(plan, term, self._decree(plan, term)) for term in plan.decrees]
        Decree.objects.bulk_create([row for _plan, _term, row in decrees])
        for plan, _term, row in decrees:
            changes = {
                "number": [None, row.number],
                "starts_on": [None, str(row.starts_on)],
                "ends_on": [None, str(row.ends_on)],
            }
            self._tell("create", "decree", str(row.pk), row.number, plan.village.code, row.recorded_at, changes=changes)
        latest = {plan.code: (term, row) for plan, term, row in decrees}
        Officer.objects.bulk_create(
            [
                officer
                for plan in self.plan.groups
                for officer in self._officers(plan, *latest.get(plan.code, (None, None)))
            ],
            batch_size=500,
        )

    def _decree(self, plan: GroupPlan, term: DecreePlan) -> Decree:
        decree = Decree(
            group=self.groups[plan.village.code],
            number=term.number,
            signer_kind=SignerKind.VILLAGE,
            signer_name=f"Pejabat Contoh {plan.serial}",
            signed_on=term.starts_on,
            starts_on=term.starts_on,
            ends_on=term.ends_on,
            recorded_at=_recorded_at(plan, term),
        )
        if term.has_scan:
            decree.scan.name, decree.scan_type = store_scan(decree.scan.storage, plan, term)
        return decree

    def _officers(self, plan: GroupPlan, term: DecreePlan | None, decree: Decree | None) -> list[Officer]:
        """The board of the latest term; of groups without a decree only the chair is known, if anyone."""
        if decree is None and not plan.has_contact:
            return []
        is_leader = plan.village.code == data.KAYUTANGAN
        chair = self._chair_serial(plan)
        return [
            Officer(
                group=self.groups[plan.village.code],
                decree=decree,
                position=position,
                name=_name(chair + place, is_leader and place == 0),
                phone=_phone(chair + place, is_leader and place == 0) if (plan.serial + place) % 5 or is_leader else "",
                since=term.starts_on if term else None,
                user=self.people["demo-kayutangan"] if is_leader and place == 0 else None,
            )
            for place, position in enumerate(_POSITIONS if decree else _POSITIONS[:1])
        ]

    def _channels_and_partners(self) -> None:
        urls = {(site.village, site.kind): site.url for site in self.sites}
        Channel.objects.bulk_create(
            [
                Channel(
                    group=self.groups[plan.village.code],
                    kind=ChannelKind(kind),
                    url=urls.get((plan.village.code, ChannelKind(kind)), f"https://contoh.example/{kind}/{plan.slug}"),
                    since=plan.formed_on,
                )
                for plan in self.plan.groups
                for kind in plan.channels
            ]
        )
        lowokwaru = self.groups[data.LOWOKWARU]
        Partner.objects.bulk_create(
            [Partner(group=lowokwaru, kind=kind, name=name, since=lowokwaru.formed_on) for kind, name in data.PARTNERS]
        )

    # --- Villages on their way ----------------------------------------------------------------------

    def _cases(self) -> None:
        rows = FormationCase.objects.bulk_create([self._case(plan) for plan in self.plan.cases])
        names = dict(Area.objects.filter(level=Level.VILLAGE).values_list("code", "name"))
        steps: list[FormationStep] = []
        for serial, (plan, case) in enumerate(zip(self.plan.cases, rows, strict=True)):
            area, label = plan.village_code, names[plan.village_code]
            opened = {"opened_on": [None, str(plan.opened_on)]}
            self._tell("start_case", "village", area, label, area, _at(plan.opened_on, serial), changes=opened)
            for step in plan.steps:
                steps.append(FormationStep(case=case, step=step.step, done_on=step.done_on, fact=step.fact))
                changes = {
                    "step": [None, str(step.step)],
                    "done_on": [None, str(step.done_on)],
                    "fact": [None, step.fact],
                }
                by = self.people["demo-wajak"] if area.startswith("35.07.08") else None
                at = _at(step.done_on, serial + 60)
                self._tell("note_step", "village", area, label, area, at, changes=changes, by=by)
            if plan.closed_on:
                changes = {"closed_on": [None, str(plan.closed_on)]}
                at = _at(plan.closed_on, serial + 120)
                verb = "form_group" if plan.has_group else "close_case"
                self._tell(verb, "village", area, label, area, at, changes=changes, reason=plan.closed_reason)
        FormationStep.objects.bulk_create(steps)

    def _case(self, plan: CasePlan) -> FormationCase:
        return FormationCase(
            area_id=plan.village_code,
            opened_on=plan.opened_on,
            closed_on=plan.closed_on,
            closed_reason=plan.closed_reason,
            group=self.groups[plan.village_code] if plan.has_group else None,
        )

    def _obstacles_and_notes(self) -> None:
        kinds = {(kind.office_id, kind.name): kind for kind in ObstacleKind.objects.all()}
        for village, kind, noted_on, detail, resolved_on, how in (*data.OBSTACLES, *data.GROUP_OBSTACLES):
            group = self.groups.get(village)
            obstacle = Obstacle.objects.create(
                area_id=village,
                group=group,
                kind=kinds[village[:5], kind],
                noted_on=noted_on,
                detail=detail,
                resolved_on=resolved_on,
                resolution=how,
            )
            place = ("group", group.code) if group else ("village", village)
            label = f"{group or obstacle.area}: {kind}"
            noted = {"kind": [None, kind], "noted_on": [None, str(noted_on)], "detail": [None, detail]}
            self._tell("note_obstacle", *place, label, village, _at(noted_on, 7), changes=noted)
            if resolved_on:
                changes = {"resolved_on": [None, str(resolved_on)], "resolution": [None, how]}
                self._tell("resolve_obstacle", *place, label, village, _at(resolved_on, 9), changes=changes)
        for village, username, at, text in data.NOTES:
            group, by = self.groups.get(village), self.people[username]
            note = Note.objects.create(area_id=village, group=group, text=text, at=at, by=by)
            place = ("group", group.code) if group else ("village", village)
            self._tell("add_note", *place, str(group or note.area), village, at, by=by)

    def _targets(self) -> None:
        new, total = Measure.FORMED_NEW, Measure.FORMED_TOTAL
        for office, measure, year, value, source, stated_on in (
            (data.REGENCY, new, 2023, 53, data.TARGET_2023_SOURCE, dt.date(2023, 1, 1)),
            (data.REGENCY, total, 2023, 240, data.TARGET_2023_SOURCE, dt.date(2023, 1, 1)),
            (data.REGENCY, total, 2025, 260, "Rencana kerja kantor 2025 (data contoh)", dt.date(2025, 1, 15)),
            (data.REGENCY, total, 2025, 275, "Paparan tengah tahun 2025 (data contoh)", dt.date(2025, 7, 8)),
            (data.CITY, total, 2025, 40, "Rencana kerja kantor 2025 (data contoh)", dt.date(2025, 1, 20)),
        ):
            target = Target.objects.create(
                office_id=office, measure=measure, year=year, value=value, source=source, stated_on=stated_on
            )
            changes = {
                "measure": [None, str(measure)],
                "year": [None, year],
                "value": [None, value],
                "source": [None, source],
            }
            self._tell("create", "target", str(target.pk), str(target), office, _at(stated_on), changes=changes)

    def _corrections(self) -> None:
        """A few later changes, so that histories have something to tell."""
        for serial, plan in enumerate(self.plan.groups):
            group = self.groups[plan.village.code]
            if not plan.has_contact or (serial % 9 and plan.village.code != data.KAYUTANGAN):
                continue
            day = dt.date(2025, 2, 3) + dt.timedelta(days=serial * 5 % 210)
            changes = {"contact_name": ["Pengurus Contoh 9000", group.contact_name]}
            self._tell("change", "group", group.code, group.name, group.area_id, _at(day, serial), changes=changes)
            if plan.precision == Precision.DAY:
                before = [str(plan.formed_on.replace(day=1)), str(plan.formed_on)]
                changes, at = {"formed_on": before}, _at(day + dt.timedelta(days=12), serial)
                self._tell("change", "group", group.code, group.name, group.area_id, at, changes=changes)

    # --- Rule books ---------------------------------------------------------------------------------

    def _instruments(self) -> None:
        """What judges the groups of each office, and a draft of the city's next version with the holes of the published words."""
        for office, code, holds_from in data.INSTRUMENTS:
            by = self._office_person(office)
            put_in_force(
                version=adopt(office=Office.objects.get(pk=office), code=code, by=by), holds_from=holds_from, by=by
            )
        by = self._office_person(data.CITY)
        draft = adopt(office=Office.objects.get(pk=data.CITY), code=data.DRAFTED, by=by)
        for label in data.DRAFTED_WITHOUT:
            draft = drop_rule(version=draft, label=label, known="", by=by)

    def _determinations(self) -> None:
        """The city signed its list of August, the regency has opened one."""
        for office, code, as_of, opened_at in data.DETERMINATIONS:
            by = self._office_person(office)
            opened = open_determination(
                office=Office.objects.select_related("area").get(pk=office),
                version=InstrumentVersion.objects.get(instrument__office=office, instrument__code=code, number=1),
                as_of=as_of,
                by=by,
                at=opened_at,
            )
            if office == data.CITY:
                self._sign(opened, by)

    def _sign(self, opened: Determination, by: User) -> None:
        """With one group's tier decided otherwise, and why."""
        tier, reason = data.OVERRIDDEN
        code = self.groups[data.LOWOKWARU].code
        override_row(determination=opened, group_code=code, given=tier, reason=reason, by=by)
        sign_determination(
            determination=opened,
            seen=digest_of(content_of(opened)),
            signer_name="Pejabat Contoh 9001",
            signer_position="Kepala Dinas (data contoh)",
            place="Malang",
            signed_on=data.SIGNED_AT.date(),
            by=by,
            at=data.SIGNED_AT,
        )

    def _notices(self) -> None:
        for at in data.TOLD_AT:
            for area in Area.objects.filter(pk__in=(data.REGENCY, data.CITY)):
                raise_notices(area=area, day=at.date(), at=at)

    # --- What groups did ----------------------------------------------------------------------------

    def _acts(self) -> None:
        """The ledger, and what the offices confirmed of what groups reported."""
        acts = self.acts
        record_many(entries=[self._entry(act) for act in acts if not act.has_photo])
        for act in acts:
            if act.has_photo:
                self._record_with_photo(act)
        confirmed = {(self.groups[act.village].pk, act.key): act.confirmed_at for act in acts if act.confirmed_at}
        rows = Evidence.objects.order_by("pk").values_list("pk", "group_id", "key", "group__area_id")
        Review.objects.bulk_create(
            [
                Review(
                    evidence_id=pk,
                    verdict=Verdict.CONFIRMED,
                    at=confirmed[group, key],
                    by=self._office_person(area),
                )
                for pk, group, key, area in rows
                if (group, key) in confirmed
            ],
            batch_size=1000,
        )
        rebuild_tallies({group for group, _key in confirmed})
        newsroom = Newsroom(self.groups, self.people)
        newsroom.write(self.articles)
        self.events += newsroom.events

    def _record_with_photo(self, act: Act) -> None:
        group = self.groups[act.village]
        record(
            group=group,
            kind=act.kind,
            occurred_on=act.on,
            source=act.source,
            key=act.key,
            title=act.title,
            file=example_minutes(group, act),
            by=self.people["demo-kayutangan"] if act.village == data.KAYUTANGAN else None,
            at=act.recorded_at,
        )

    def _entry(self, act: Act) -> NewEvidence:
        return NewEvidence(
            group_id=self.groups[act.village].pk,
            kind=act.kind,
            occurred_on=act.on,
            source=act.source,
            key=act.key,
            until=act.until,
            title=act.title,
            url=act.url,
            recorded_at=act.recorded_at,
        )


def _recorded_at(plan: GroupPlan, term: DecreePlan) -> dt.datetime:
    """Days after the signature; the newest at once."""
    wait = 9 if term.starts_on < dt.date(2025, 9, 10) else 0
    return _at(term.starts_on + dt.timedelta(days=wait), plan.serial)


def _name(serial: int, is_leader: bool = False) -> str:
    return "Contoh Kayutangan" if is_leader else f"Pengurus Contoh {serial}"


def _phone(serial: int, is_leader: bool = False) -> str:
    """A number in a row that nobody is given: 0812-0000-0100 and on."""
    return "+6281200000005" if is_leader else f"+628120000{serial + 99:04}"
