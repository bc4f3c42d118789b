"""The few fences of the house, each a promise made in docs/rooms.md."""

import ast
import gzip
import posixpath
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import allauth
import pytest
from django.apps import apps
from django.core.management import call_command, get_commands
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse

from kentongan.core import navigation

ROOT = Path(__file__).resolve().parents[1]
HOUSE = ROOT / "kentongan"
ROOMS = sorted(path.parent for path in HOUSE.glob("*/apps.py"))


def python_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts]


def within_root(path: Path) -> str:
    return str(path.relative_to(ROOT))


# --- Imports run downwards ------------------------------------------------------------------------------


def test_imports_run_downwards() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-cache"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_every_room_stands_in_the_order_of_imports() -> None:
    text = (ROOT / "pyproject.toml").read_text()
    layers = re.search(r"layers = \[(.*?)\]", text, re.S)
    assert layers
    assert set(re.findall(r'"kentongan\.(\w+)"', layers[1])) == {room.name for room in ROOMS}


# --- Rules are pure -------------------------------------------------------------------------------------

# What a rule may not know: the database, requests, settings, the clock, chance, files, the network.
IMPURE = (
    "django.db.models.",
    "django.conf",
    "django.http",
    "django.shortcuts",
    "django.utils.timezone",
    "kentongan.core.clock",
    "kentongan.core.audit",
    "random",
    "secrets",
    "time",
    "os",
    "pathlib",
    "socket",
    "subprocess",
    "urllib.request",
    "requests",
)
IMPURE_CALLS = {"now", "today", "utcnow", "localdate", "open", "get_setting"}


def rule_files() -> list[Path]:
    return [
        path for path in python_files(HOUSE) if path.name == "rules.py" or "rules" in path.relative_to(HOUSE).parts[:-1]
    ]


def impurities(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            # Random with a given seed decides the same every time; the module's own functions do not.
            names = [name for name in names if name != "random.Random"]
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in IMPURE_CALLS:
                yield f"calls {called}()"
        for name in names:
            if re.fullmatch(r"kentongan\.\w+\.(models|queries|actions|views|forms|tasks)(\..*)?", name):
                yield f"imports {name}"
            # Closed lists of words are Django's TextChoices; a rule may know those through enums.py.
            if any(name == bad.rstrip(".") or name.startswith(bad.rstrip(".") + ".") for bad in IMPURE):
                yield f"imports {name}"


@pytest.mark.parametrize("path", rule_files(), ids=within_root)
def test_rules_are_pure(path: Path) -> None:
    assert sorted(set(impurities(path.read_text()))) == []


@pytest.mark.parametrize(
    "source",
    [
        "from django.db import models\nfrom django.db.models import Q",
        "from kentongan.registry.models import Group",
        "from kentongan.core.clock import today",
        "import random",
        "import datetime as dt\ndt.date.today()",
        "from django.conf import settings",
    ],
)
def test_the_purity_test_can_fail(source: str) -> None:
    assert list(impurities(source))


# --- Names ----------------------------------------------------------------------------------------------


def test_no_file_is_named_after_nothing() -> None:
    vague = {"utils.py", "util.py", "helpers.py", "helper.py", "manager.py", "managers.py", "service.py", "services.py"}
    assert [within_root(path) for path in python_files(HOUSE) if path.name in vague] == []


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: room.name)
def test_every_room_says_what_it_is(room: Path) -> None:
    readme = room / "README.md"
    assert readme.exists(), f"{within_root(readme)} is missing: ten lines on what this room is"
    assert len(readme.read_text().splitlines()) <= 60


# --- Addresses ------------------------------------------------------------------------------------------

# Pages that need no sign-in, each for a reason. A new one is added here on purpose or not at all.
PUBLIC = {
    "about": "says what this is and where its data come from",
    "account_login": "the way in",
    "choose_theme": "light or dark, for the sign-in page, too",
    "enter_demo": "the demo's one button per role; exists in demo mode only",
    "event_file": "an event for the calendar of a phone",
    "events": "what a network or a group invites to",
    "find_group": "which group serves a village",
    "gallery": "the components in every state; holds no data",
    "health": "answers monitors",
    "home": "leads to the sign-in page or to the control room",
    "join": "the invitation's link is the key",
    "mfa_login_webauthn": "the way in with a passkey",
    "manifest": "how the site stands on a phone's home screen; the same for everyone",
    "offline": "what a phone shows when nothing answers; holds no data",
    "outbox": "answers a phone that is signed out with 401 instead of a page",
    "outbox_article": "the same",
    "potentials": "what villages have",
    "products": "what neighbours make",
    "report_error": "a reader says what is wrong, without an account",
    "report_thanks": "the report's code is the key",
    "outbox_photo": "answers a phone that is signed out with 401 instead of a page",
    "service_worker": "a program; holds no data",
    "robots": "what search engines may read",
    "set_language": "changes the language of the sign-in page, too",
    "portal_area": "what readers see of an area",
    "portal_area_page": "what readers see of an area",
    "site_about": "who stands behind a site",
    "site_article": "what a group published",
    "site_atom": "a feed",
    "site_home": "a portal or a group's site",
    "site_search": "what readers look for",
    "site_json": "a feed",
    "site_list": "what a site shows of one kind",
    "site_list_page": "what a site shows of one kind",
    "village_potential": "what one village has",
    "site_rss": "a feed",
    "site_sitemap": "the addresses of a site",
    "sitemap": "where the sitemaps are",
    "start_anew": "the one-time link is the key",
}


def own_patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from own_patterns(pattern, prefix + str(pattern.pattern))
        elif pattern.callback.__module__.startswith("kentongan."):
            yield prefix + str(pattern.pattern), pattern


def test_every_address_has_a_name() -> None:
    assert [path for path, pattern in own_patterns() if not pattern.name] == []


def test_public_pages_are_listed() -> None:
    public = {
        pattern.name for _path, pattern in own_patterns() if not getattr(pattern.callback, "login_required", True)
    }
    assert public - set(PUBLIC) == set(), "public, but not listed in PUBLIC with a reason"


PEOPLE = ("admin", "staff", "district_officer", "viewer", "forum", "leader", "member", "stranger")


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_lies_under_two_entries_of_a_menu(cast, person: str) -> None:
    shown = [item for item in navigation._registry.items if item.shown_to(getattr(cast, person))]
    for name in {str(pattern.name) for _path, pattern in own_patterns()}:
        for place in navigation.Place:
            current = [item.url_name for item in shown if place in item.places and item.is_current(name)]
            assert len(current) < 2, (name, place)


# Stand-ins for what tests put into addresses: f"/kim/{group.code}/".
SAMPLES = ("35.07.08.2003", "35.73.02.1007-1", "35.07", "1", "csv", "xlsx", "2025-06-15", "a" * 43, "x")


@cache
def reached_names() -> frozenset[str]:
    """Names of addresses that appear in a test, by name or by path."""
    known = {pattern.name for _path, pattern in own_patterns()}
    reached: set[str] = set()
    for path in python_files(ROOT / "tests"):
        if path == Path(__file__):
            continue
        for text in strings(path):
            if text in known:
                reached.add(text)
            elif text.startswith("/"):
                reached |= names_at(text)
    return frozenset(reached)


def strings(path: Path) -> Iterator[str]:
    """Every string of a file; the gaps of an f-string are filled with each stand-in."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            for sample in SAMPLES:
                yield "".join(
                    part.value if isinstance(part, ast.Constant) else sample
                    for part in node.values
                    if not isinstance(part, ast.Constant) or isinstance(part.value, str)
                )


def names_at(text: str) -> set[str]:
    try:
        name = resolve(text.split("?")[0].split("#")[0]).url_name
    except Resolver404:
        return set()
    return {name} if name else set()


def test_every_address_is_reached_by_a_test() -> None:
    missing = sorted({str(pattern.name) for _path, pattern in own_patterns()} - reached_names())
    assert missing == [], "no test under tests/ names or opens these addresses"


# --- Templates ------------------------------------------------------------------------------------------

# Found by Django by name, not by reference.
BY_CONVENTION = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}


def templates() -> dict[str, Path]:
    found = {}
    for folder in HOUSE.glob("*/templates"):
        for path in folder.rglob("*"):
            if path.is_file():
                found[str(path.relative_to(folder))] = path
    return found


def test_every_template_is_used() -> None:
    theirs = Path(allauth.__file__).parent / "templates"
    everything = "\n".join(
        path.read_text()
        for path in [*templates().values(), *python_files(HOUSE)]
        if path.suffix in {".html", ".py", ".txt", ".xml", ".js"}
    )
    unused = [
        name
        for name in templates()
        if name.endswith(".html")
        and name not in BY_CONVENTION
        and not (theirs / name).exists()
        and not re.search(re.escape(name), everything)
    ]
    assert unused == []


def test_templates_have_no_inline_script_or_handler() -> None:
    """The policy of core.middleware forbids both, so they would silently do nothing."""
    bad = re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*type=\"(?:application/json|importmap)\")[^>]*>|\son[a-z]+=\"", re.I
    )
    assert [name for name, path in templates().items() if path.suffix == ".html" and bad.search(path.read_text())] == []


# --- Settings and documents -----------------------------------------------------------------------------


def settings_read() -> set[str]:
    """Names of environment variables in config/settings.py."""
    tree = ast.parse((ROOT / "config/settings.py").read_text())
    texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return {text for text in texts if re.fullmatch(r"KENTONGAN_[A-Z_]+|DATABASE_URL", text)}


def settings_documented() -> set[str]:
    return set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.M))


def test_every_setting_is_documented_and_every_documented_setting_is_read() -> None:
    assert settings_read() == settings_documented()


def documents() -> list[Path]:
    return [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("path", documents(), ids=within_root)
def test_commands_in_documents_exist(path: Path) -> None:
    text = path.read_text()
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.M))
    code = "\n".join(re.findall(r"```.*?\n(.*?)```", text, re.S) + re.findall(r"`([^`\n]+)`", text))
    used_targets = set(re.findall(r"(?:^|&& |-u \w+ )make ([a-z][a-z-]*)", code, re.M))
    used_commands = set(re.findall(r"^\s*(?:sudo )?(?:\S*/)?kentongan ([a-z_]+)\b", code, re.M))
    assert used_targets - targets == set()
    assert used_commands - set(get_commands()) - {"help"} == set()


@pytest.mark.parametrize("path", documents(), ids=within_root)
def test_links_between_documents_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", path.read_text())
    assert [link for link in links if not (path.parent / link).exists()] == []


# --- Database -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_model_of_ours_says_what_it_is() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("kentongan.")]
    undocumented = [
        model.__name__ for model in ours if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}(")
    ]
    assert undocumented == []


# --- Weight ---------------------------------------------------------------------------------------------

# One round of packets on a new connection: what an old phone on a weak signal waits for.
PUBLIC_LIMIT = 14_336
SIGNED_IN_LIMIT = 40_000
STYLES_LIMIT = 40_000


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["account_login", "about"])
def test_public_pages_fit_into_one_round(client, name: str) -> None:
    path = reverse(name)
    response = client.get(path)
    assert response.status_code == 200
    # Styles that are linked are paid for, too.
    linked = re.findall(rb'<link[^>]+rel="stylesheet"[^>]+href="/?static/([^"]+)"', response.content)
    weight = compressed(response.content) + sum(compressed(bundle(name.decode())) for name in linked)
    assert weight <= PUBLIC_LIMIT, f"{path} weighs {weight:,} bytes"


@pytest.mark.django_db
def test_signed_in_pages_stay_light(sign_in, cast) -> None:
    client = sign_in(cast.admin)
    heavy = {}
    for path, pattern in own_patterns():
        if "<" in path or not pattern.name:
            continue
        response = client.get("/" + path)
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            weight = compressed(response.content)
            if weight > SIGNED_IN_LIMIT:
                heavy[path] = weight
    assert heavy == {}


def test_the_styles_stay_light() -> None:
    assert compressed(bundle("core/css/app.css")) <= STYLES_LIMIT


def bundle(name: str) -> bytes:
    """A style sheet with everything it imports."""
    from django.contrib.staticfiles import finders

    found = finders.find(name)
    assert found, name
    path = Path(found)

    def inline(match: re.Match[bytes]) -> bytes:
        return bundle(posixpath.normpath(posixpath.join(posixpath.dirname(name), match[1].decode())))

    return re.sub(rb"@import\s+(?:url\()?[\"']([^\"']+)[\"']\)?[^;]*;", inline, path.read_bytes())
