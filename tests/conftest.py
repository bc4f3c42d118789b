"""A small cast of places and people that every test may use, and no network."""

import datetime as dt
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import pytest
import uvloop
from django.conf import settings
from django.test import Client

from kentongan.accounts.enums import Role
from kentongan.accounts.models import Duty, Office, User
from kentongan.areas.enums import Kind, Level
from kentongan.areas.models import Area
from kentongan.registry.models import Decree, Group

# How fast a machine draws examples says nothing of the code. `make test` draws the same ones each time, so that a change is judged by
# itself; `make explore` looks for new ones.
hypothesis.settings.register_profile(
    "kentongan", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow], derandomize=True
)
hypothesis.settings.register_profile("explore", hypothesis.settings.get_profile("kentongan"), derandomize=False)
hypothesis.settings.load_profile("kentongan")

TODAY = dt.date(2025, 9, 25)
PASSWORD = "sandi-untuk-uji-1"

# Official codes; a small part of the two regencies. Two villages are both named Arjosari.
AREAS = """
ID            nation    negara     Indonesia
35            province  provinsi   Jawa Timur
35.07         regency   kabupaten  Kabupaten Malang
35.07.07      district  kecamatan  Poncokusumo
35.07.07.2016 village   desa       Gubugklakah
35.07.08      district  kecamatan  Wajak
35.07.08.2003 village   desa       Bambang
35.07.08.2008 village   desa       Codo
35.07.11      district  kecamatan  Kalipare
35.07.11.2006 village   desa       Arjosari
35.73         regency   kota       Kota Malang
35.73.01      district  kecamatan  Blimbing
35.73.01.1002 village   kelurahan  Arjosari
35.73.02      district  kecamatan  Klojen
35.73.02.1007 village   kelurahan  Kauman
35.73.02.1011 village   kelurahan  Rampal Celaket
"""


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """A journey and the site it visits write at the same time: in a file each has its own connection, in memory they share one."""
    database = settings.DATABASES["default"]
    if request.config.option.markexpr == "browser" and database["ENGINE"].endswith("sqlite3"):
        database.setdefault("TEST", {})["NAME"] = str(tmp_path_factory.mktemp("database") / "journeys.sqlite3")


@dataclass
class Cast:
    """Places, offices, groups and one person per role. Everyone's password is ``PASSWORD``."""

    areas: dict[str, Area] = field(default_factory=dict)
    malang: Office = None  # type: ignore[assignment]
    kota: Office = None  # type: ignore[assignment]
    # KIM of Gubugklakah (regency) and Kayutangan in Kauman (city), each with a decree in force.
    gubugklakah: Group = None  # type: ignore[assignment]
    kayutangan: Group = None  # type: ignore[assignment]
    admin: User = None  # type: ignore[assignment]
    staff: User = None  # type: ignore[assignment]
    district_officer: User = None  # type: ignore[assignment]
    viewer: User = None  # type: ignore[assignment]
    city_admin: User = None  # type: ignore[assignment]
    forum: User = None  # type: ignore[assignment]
    leader: User = None  # type: ignore[assignment]
    member: User = None  # type: ignore[assignment]
    # Signed in, but without any duty.
    stranger: User = None  # type: ignore[assignment]

    def area(self, code: str) -> Area:
        return self.areas[code]


def make_areas() -> dict[str, Area]:
    areas = {}
    for line in AREAS.strip().splitlines():
        code, level, kind, name = line.split(maxsplit=3)
        parts = code.split(".")
        own = ["" if code == "ID" else ".".join(parts[:size]) for size in (1, 2, 3)]
        depth = 0 if code == "ID" else len(parts)
        areas[code] = Area(
            code=code,
            level=Level(level),
            kind=Kind(kind),
            name=name,
            parent_id=None if code == "ID" else ".".join(parts[:-1]) or "ID",
            province_code=own[0] if depth >= 1 else "",
            regency_code=own[1] if depth >= 2 else "",
            district_code=own[2] if depth >= 3 else "",
        )
        areas[code].save(force_insert=True)
    return areas


def make_user(name: str, phone: str, role: Role | None = None, area: str = "", group_code: str = "") -> User:
    user = User.objects.create_user(name=name, phone=phone, password=PASSWORD)
    if role:
        Duty.objects.create(user=user, role=role, area_id=area, group_code=group_code)
    return user


def make_group(area: Area, name: str, formed_on: dt.date, **facts: Any) -> Group:
    """A group with its code; ``ends_on`` gives it a decree that ends on that day."""
    ends_on = facts.pop("ends_on", None)
    number = Group.objects.filter(area=area).count() + 1
    group = Group.objects.create(area=area, name=name, formed_on=formed_on, code=f"{area.code}-{number}", **facts)
    if ends_on:
        Decree.objects.create(
            group=group, number=f"141/{number}/{area.code}", starts_on=formed_on, ends_on=ends_on, signed_on=formed_on
        )
    return group


@pytest.fixture
def cast(db: None) -> Cast:
    areas = make_areas()
    cast = Cast(areas=areas)
    cast.malang = Office.objects.create(area=areas["35.07"], name="Diskominfo Kabupaten Malang")
    cast.kota = Office.objects.create(area=areas["35.73"], name="Diskominfo Kota Malang")
    cast.gubugklakah = make_group(
        areas["35.07.07.2016"], "KIM Gubugklakah", dt.date(2016, 5, 3), ends_on=dt.date(2027, 12, 31)
    )
    cast.kayutangan = make_group(
        areas["35.73.02.1007"], "KIM Kayutangan", dt.date(2014, 6, 1), ends_on=dt.date(2025, 11, 30)
    )
    kayutangan = cast.kayutangan.code
    cast.admin = make_user("Admin Kabupaten", "+6281200000001", Role.OFFICE_ADMIN, "35.07")
    cast.staff = make_user("Staf Kabupaten", "+6281200000002", Role.OFFICE_STAFF, "35.07")
    cast.district_officer = make_user("Petugas Wajak", "+6281200000003", Role.DISTRICT_OFFICER, "35.07.08")
    cast.viewer = make_user("Pembaca Kabupaten", "+6281200000004", Role.VIEWER, "35.07")
    cast.city_admin = make_user("Admin Kota", "+6281200000005", Role.OFFICE_ADMIN, "35.73")
    cast.forum = make_user("Forum Kota", "+6281200000006", Role.FORUM, "35.73")
    cast.leader = make_user("Ketua Kayutangan", "+6281200000007", Role.GROUP_LEADER, "35.73.02.1007", kayutangan)
    cast.member = make_user("Anggota Kayutangan", "+6281200000008", Role.GROUP_MEMBER, "35.73.02.1007", kayutangan)
    cast.stranger = make_user("Tanpa Peran", "+6281200000009")
    return cast


@pytest.fixture
def sign_in(client: Client) -> Callable[[User], Client]:
    """``sign_in(cast.admin).get("/kendali/")``"""

    def as_person(user: User) -> Client:
        client.force_login(user)
        return client

    return as_person


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Do the background jobs that wait, as the worker would, and say how many there were."""
    from django_tasks_db.models import DBTaskResult

    from kentongan.core.jobs import KentonganWorker

    def run() -> int:
        worker = KentonganWorker(batch=True)
        done = 0
        while result := DBTaskResult.objects.ready().first():
            result.claim(worker.worker_id)
            worker.run_task(result)
            done += 1
        return done

    return run


@pytest.fixture(autouse=True)
def _seals_let_go(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test with a real database it is emptied; SQLite does that row by row, which signed lists refuse."""
    if not {"live_server", "transactional_db"}.intersection(request.fixturenames):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.db import connection

    from kentongan.assessment.models import Determination, DeterminationRow
    from kentongan.core.seals import Sealed

    if Determination.objects.exists():
        seal, models = (
            Sealed("Determination", "signed_at", "DeterminationRow", "determination"),
            (
                Determination,
                DeterminationRow,
            ),
        )
        with connection.schema_editor() as editor:
            seal.lift(editor, *models)
            DeterminationRow.objects.all().delete()
            Determination.objects.all().delete()
            seal.put(editor, *models)


# --- No network -----------------------------------------------------------------------------------------


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """Tests may talk to this machine only."""
    connect, create_connection = socket.socket.connect, uvloop.Loop.create_connection

    def require_near(host: str) -> None:
        if host and host not in {"localhost", "::1"} and not str(host).startswith("127."):
            raise ConnectionRefusedError(f"A test tried to reach {host}.")

    def connect_here(self: socket.socket, address: Any) -> None:
        require_near(address[0] if isinstance(address, tuple) else "")
        return connect(self, address)

    async def create_connection_here(self: uvloop.Loop, protocol: Any, host: str = "", *rest: Any, **more: Any) -> Any:
        require_near(host)
        return await create_connection(self, protocol, host, *rest, **more)

    patch = pytest.MonkeyPatch()
    # A database server given for the tests may be elsewhere; libpq does not pass here, and the loop of visitors not by the socket.
    patch.setattr(socket.socket, "connect", connect_here)
    patch.setattr(uvloop.Loop, "create_connection", create_connection_here)
    yield
    patch.undo()


# --- The browser ------------------------------------------------------------------------------------------

# Playwright runs an event loop in the tests' own thread; Django would take that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    """The distribution's Chromium where there is one; root needs it without its sandbox."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        **({"executable_path": found} if found else {}),
        "args": [*browser_type_launch_args.get("args", []), *arguments],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict) -> dict:
    return {**browser_context_args, "locale": "id-ID", "timezone_id": "Asia/Jakarta"}
