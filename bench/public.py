"""Public pages beside others: our own server, our files behind nginx, a minimal Wagtail with and without wagtail-cache, and plain files.

Each server has one core and wrk the other. All show the same articles; Wagtail's pages are bare lists without a style, and plain files are
sent with our own headers. CPU is what the kernel counted for the server's processes. With npm and a Chromium, Lighthouse opens the portal and
an article, both of which begin with a picture as heavy as a telephone's, as a weak phone would.
"""

import contextlib
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.core.web_server import free_port, program

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
ARTICLES = 2_000
CONNECTIONS = 16
# A server's core, and the core of who asks.
SERVER, ASKER = "0", str((os.cpu_count() or 1) - 1)
# What is aimed for: half of wagtail-cache's CPU, a tenth less than plain files, a rendered article, and a weak phone.
OF_WAGTAIL_CACHE = 0.5
OF_PLAIN_FILES = 0.9
RENDERED_MS = 3.0
LARGEST_PAINT_MS = 2_000
WORDS = [
    "warga",
    "desa",
    "kelurahan",
    "kampung",
    "sungai",
    "pasar",
    "balai",
    "posyandu",
    "kader",
    "musyawarah",
    "gotong",
    "royong",
    "panen",
    "kopi",
    "batik",
    "gerabah",
    "tempe",
    "sekolah",
    "pemuda",
    "ibu",
    "bapak",
    "jalan",
    "jembatan",
    "saluran",
    "air",
    "bersih",
    "pelatihan",
    "lomba",
    "rapat",
    "jadwal",
    "pagi",
    "sore",
    "hari",
    "bulan",
    "tahun",
    "bersama",
    "membuat",
    "membantu",
    "menanam",
    "membangun",
    "merawat",
    "mencatat",
    "mengajak",
    "belajar",
    "berbagi",
    "ramai",
    "cepat",
    "murah",
    "sehat",
    "baru",
    "lama",
    "besar",
    "kecil",
    "tua",
    "muda",
    "dan",
    "di",
    "ke",
    "dari",
    "untuk",
    "dengan",
    "oleh",
    "pada",
    "yang",
    "ini",
    "itu",
    "akan",
    "sudah",
    "belum",
    "dapat",
]


@dataclass(frozen=True)
class Row:
    """What wrk saw of one page, and what it cost the server."""

    rate: float
    cpu: float
    median: str
    late: str
    bytes: int


def measure(folder: Path, seconds: int, *, with_others: bool = True) -> Iterator[str]:
    """Builds the data set, measures, prints, and yields what was missed."""
    if not program("wrk"):
        yield "no wrk here: tools/get-nginx.sh brings one"
        return
    texts = _texts(random.Random(35_07))
    started = time.perf_counter()
    pages = _fill(texts)
    print(
        f"data set: {len(texts):,} articles of about {len(texts[0][1].split())} words, written in {time.perf_counter() - started:.0f} s"
    )
    print(
        f"{_version('wrk', '-v')}; {_version('nginx', '-v')}; granian {_of_package('granian')}, Django {_of_package('django')}"
    )
    seen: dict[str, dict[str, Row]] = {}
    with _own_server(folder) as port:
        everyone = _render_each(port, pages["all"])
        print(
            f"  first time    article  {everyone:6.2f} ms of CPU each: rendered, compressed and kept ({len(pages['all']):,} articles)"
        )
        seen |= _ask_each({"own server": port}, pages, seconds)
        rendered = _ask("rendered", port, pages["article"], seconds, ("Cookie: tema=terang",))
        _say("rendered", "article", rendered)
    if rendered.cpu > RENDERED_MS:
        yield f"a rendered article takes {rendered.cpu:.2f} ms of CPU, the aim is {RENDERED_MS} ms"
    if program("nginx"):
        with _nginx(folder, pages) as (port, plain):
            seen |= _ask_each({"behind nginx": port, "plain files": plain}, pages, seconds)
            yield from _weak_phone(folder, port, pages)
    if with_others:
        for name, cached in (("Wagtail", False), ("wagtail-cache", True)):
            with (
                contextlib.suppress(subprocess.CalledProcessError),
                _wagtail(folder, texts, cached=cached) as (port, theirs),
            ):
                seen |= _ask_each({name: port}, theirs, seconds)
    yield from _missed(seen)


def _missed(seen: dict[str, dict[str, Row]]) -> Iterator[str]:
    for page in ("portal", "list", "article"):
        own, theirs = seen["own server"][page], seen.get("wagtail-cache", {}).get(page)
        if theirs and own.cpu > theirs.cpu * OF_WAGTAIL_CACHE:
            yield f"{page}: {own.cpu:.3f} ms of CPU, wagtail-cache takes {theirs.cpu:.3f} ms"
        if "plain files" in seen:
            ours, plain = seen["behind nginx"][page], seen["plain files"][page]
            if ours.rate < plain.rate * OF_PLAIN_FILES:
                yield f"{page}: {ours.rate:,.0f} requests/s behind nginx, plain files give {plain.rate:,.0f}"


# --- The data set ---------------------------------------------------------------------------------------


def _texts(chance: random.Random) -> list[tuple[str, str]]:
    def sentence() -> str:
        return " ".join(chance.choices(WORDS, k=chance.randint(8, 16))).capitalize() + "."

    def paragraph() -> str:
        return " ".join(sentence() for _ in range(4))

    return [
        (" ".join(chance.choices(WORDS, k=6)).capitalize(), "\n\n".join(paragraph() for _ in range(6)))
        for _ in range(ARTICLES)
    ]


def _fill(texts: Sequence[tuple[str, str]]) -> dict:
    """Articles of the groups of one regency, written and shown as people do it."""
    import datetime as dt

    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import transaction

    from bench import national
    from kentongan.accounts.models import Office
    from kentongan.core.clock import now
    from kentongan.newsroom.actions import save_article, submit
    from kentongan.newsroom.actions.sites import site_of
    from kentongan.newsroom.addresses import article_path, path
    from kentongan.newsroom.models import Article
    from kentongan.newsroom.photos import add_photo
    from kentongan.newsroom.photos.forms import finish_photo_forms
    from kentongan.registry.models import Group

    if not Group.objects.exists():
        national.small(random.Random(35_07))
    groups = list(Group.objects.filter(area__regency_code="35.07").select_related("area__parent").order_by("code")[:40])
    with transaction.atomic():
        for number, (title, body) in enumerate(texts):
            at = now() - dt.timedelta(hours=len(texts) - number)
            group = groups[number % len(groups)]
            article = save_article(group=group, by=None, fields={"title": title, "body": body}, now=at)
            if number == len(texts) - 1:
                photo = add_photo(article=article, upload=SimpleUploadedFile("IMG.jpg", _picture()), by=None)
            submit(article=article, by=None, now=at)
    # What the worker does in the next seconds.
    finish_photo_forms(photo)
    portal = site_of(Office.objects.get(pk="35.07"))
    shown = [article_path(each) for each in Article.objects.published().select_related("group__site").newest()]
    return {"portal": path(portal), "list": path(portal, "kabar"), "article": shown[0], "all": shown}


def _picture() -> bytes:
    """Coarse and fine patches as a photo has them: in 1280 x 960 a JPEG of half a megabyte."""
    import io

    import numpy as np
    from PIL import Image

    chance, size = np.random.default_rng(35_07), (1280, 960)
    layers = [
        (chance.random((side * 3 // 4, side, 3)), side**-0.35) for side in (4, 8, 16, 32, 64, 128, 256, 512, 1024)
    ]
    whole = sum(
        np.asarray(Image.fromarray((layer * 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)) * weight
        for layer, weight in layers
    )
    whole = (whole - whole.min()) / (whole.max() - whole.min()) * 255
    buffer = io.BytesIO()
    Image.fromarray(whole.astype(np.uint8)).save(buffer, "JPEG", quality=88)
    return buffer.getvalue()


# --- Asking ---------------------------------------------------------------------------------------------


def _ask_each(servers: dict[str, int], pages: dict, seconds: int) -> dict[str, dict[str, Row]]:
    """The middle of three answers, for which several servers are asked in turn: what else the machine does meanwhile meets them all."""
    rows: dict[str, dict[str, Row]] = {name: {} for name in servers}
    for page in ("portal", "list", "article"):
        turns = [{name: _ask(name, port, pages[page], seconds) for name, port in servers.items()} for _ in range(3)]
        for name in servers:
            rows[name][page] = sorted((turn[name] for turn in turns), key=lambda row: row.rate)[1]
            _say(name, page, rows[name][page])
    return rows


def _ask(name: str, port: int, path: str, seconds: int, headers: Sequence[str] = ()) -> Row:
    size = len(_get(port, path, headers))
    command = ["taskset", "-c", ASKER, program("wrk") or "wrk", "-t1", f"-c{CONNECTIONS}", "--latency"]
    for header in ("Accept-Encoding: gzip", *headers):
        command += ["-H", header]
    address = f"http://127.0.0.1:{port}{path}"
    subprocess.run([*command, "-d1s", address], check=True, capture_output=True)
    before = _cpu(port)
    output = subprocess.run([*command, f"-d{seconds}s", address], check=True, capture_output=True, text=True).stdout
    cpu = _cpu(port) - before
    requests = int(re.search(r"(\d+) requests in", output)[1])
    if "Non-2xx" in output:
        sys.exit(f"{name} answers with errors:\n{output}")
    return Row(
        rate=float(re.search(r"Requests/sec:\s+([\d.]+)", output)[1]),
        cpu=cpu * 1000 / requests,
        median=re.search(r"(?m)^\s+50%\s+(\S+)", output)[1],
        late=re.search(r"(?m)^\s+99%\s+(\S+)", output)[1],
        bytes=size,
    )


def _say(name: str, page: str, row: Row) -> None:
    print(
        f"  {name:<13} {page:<8} {row.rate:9,.0f} requests/s  {row.cpu:7.3f} ms of CPU  median {row.median:>8}  99 % {row.late:>8}  "
        f"{row.bytes:6,} bytes",
        flush=True,
    )


def _get(port: int, path: str, headers: Sequence[str] = ()) -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers={"Accept-Encoding": "gzip"})
    for header in headers:
        request.add_header(*header.split(": ", 1))
    with urllib.request.urlopen(request, timeout=60) as answer:
        return answer.read()


def _render_each(port: int, paths: Sequence[str]) -> float:
    before = _cpu(port)
    for path in paths:
        _get(port, path)
    return (_cpu(port) - before) * 1000 / len(paths)


_pids: dict[int, int] = {}


def _cpu(port: int) -> float:
    """Seconds that the processes of this server have worked."""
    ticks = 0
    waiting = [_pids[port]]
    while waiting:
        pid = waiting.pop()
        with contextlib.suppress(OSError):
            ticks += sum(int(part) for part in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13])
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                waiting += map(int, children.read_text().split())
    return ticks / os.sysconf("SC_CLK_TCK")


# --- Servers --------------------------------------------------------------------------------------------


@contextlib.contextmanager
def _started(command: Sequence[str], port: int, **more: object) -> Iterator[int]:
    process = subprocess.Popen(["taskset", "-c", SERVER, *command], start_new_session=True, **more)
    _pids[port] = process.pid
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _granian(python: str, port: int, application: str) -> list[str]:
    return [
        *(
            python,
            "-m",
            "granian",
            "--interface",
            "wsgi",
            "--port",
            str(port),
            "--workers",
            "1",
            "--blocking-threads",
            "4",
        ),
        *("--no-ws", "--log-level", "warning", "--workers-kill-timeout", "10", application),
    ]


def _own_server(folder: Path):
    from django.db import connection

    given = connection.settings_dict
    address = f"sqlite:///{given['NAME']}"
    if connection.vendor == "postgresql":
        host = given["HOST"] or given["OPTIONS"].get("host", "")
        address = f"postgres://{given['USER']}@/{given['NAME']}?host={host}"
    environment = {**os.environ, "DATABASE_URL": address, "KENTONGAN_DATA_DIR": str(folder)}
    port = free_port()
    return _started(_granian(sys.executable, port, "config.wsgi:application"), port, env=environment, cwd=ROOT)


@contextlib.contextmanager
def _nginx(folder: Path, pages: dict) -> Iterator[tuple[int, int]]:
    """On the shipped configuration without TLS; and plain files of equal size with the same headers, as nginx serves any folder."""
    port, plain, home = free_port(), free_port(), folder / "nginx"
    home.mkdir()
    for page in ("portal", "list", "article"):
        goal = home / "plain" / pages[page].strip("/")
        goal.mkdir(parents=True)
        for end in ("", ".gz"):
            shutil.copy(folder / f"public/full/_{pages[page]}index.html{end}", goal / f"index.html{end}")
    shipped = (ROOT / "deploy/nginx.conf").read_text()
    headers = re.search(r"location / \{.*?location", shipped, flags=re.S)[0]
    headers = "\n".join(re.findall(r"add_header [^\n]+", headers))
    shipped = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", shipped, flags=re.S)
    shipped = re.sub(r"\n\s+ssl_[^\n]+|\n\s+listen \[[^\n]+", "", shipped)
    for old, new in {
        "listen 443 ssl http2;": f"listen 127.0.0.1:{port};",
        "kim.contoh.go.id _;": "127.0.0.1 _;",
        "server_name kim.contoh.go.id *.kim.contoh.go.id;": "server_name 127.0.0.1;",
        "/srv/kentongan/data": str(folder),
        "include /etc/nginx/proxy_params;": "",
    }.items():
        shipped = shipped.replace(old, new)
    user = "user root;\n" if os.geteuid() == 0 else ""
    paths = "".join(
        f"{name}_temp_path {home}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (home / "nginx.conf").write_text(
        f"{user}worker_processes 1; daemon off; pid {home}/pid; error_log {home}/error.log;\nevents {{}}\n"
        f"http {{ access_log off; keepalive_requests 1000000; {paths} types {{ text/html html; text/css css; image/svg+xml svg; font/woff2 woff2; }}\n{shipped}\n"
        f"server {{ listen 127.0.0.1:{plain}; root {home}/plain; gzip_static on; gzip_vary on; charset utf-8;\n{headers}\n}} }}\n"
    )
    with _started([program("nginx") or "nginx", "-p", str(home), "-c", f"{home}/nginx.conf"], port):
        _pids[plain] = _pids[port]
        yield port, plain


@contextlib.contextmanager
def _wagtail(folder: Path, texts: Sequence[tuple[str, str]], *, cached: bool) -> Iterator[tuple[int, dict]]:
    """Installed into an environment of its own, once for both."""
    home, python = folder / "wagtail", folder / "wagtail-venv/bin/python"
    environment = {**os.environ, "WAGTAIL_DATA": str(home), "WAGTAIL_CACHE": "1" if cached else "0"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    if not home.exists():
        shutil.copytree(HERE / "wagtail_site", home)
        subprocess.run([sys.executable, "-m", "venv", folder / "wagtail-venv"], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "wagtail", "wagtail-cache", "granian"], check=True)
        versions = subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True).stdout
        print("  " + ", ".join(re.findall(r"(?mi)^(?:django|wagtail|wagtail-cache|granian)==\S+", versions)))
        (home / "texts.json").write_text(json.dumps(texts))
        subprocess.run(
            [python, "fill.py", "texts.json"], check=True, cwd=home, env=environment, stdout=subprocess.DEVNULL
        )
    port = free_port()
    with _started(_granian(str(python), port, "wsgi:application"), port, env=environment, cwd=home):
        yield port, {"portal": "/", "list": "/kabar/", "article": f"/kabar/kabar-{len(texts) - 1}/"}


# --- A weak phone ---------------------------------------------------------------------------------------


def _weak_phone(folder: Path, port: int, pages: dict) -> Iterator[str]:
    """400 kbit/s, 400 ms there and back, a processor six times slower."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if not (shutil.which("npm") and chromium):
        print("  no npm or no chromium here: nothing is said about weak phones")
        return
    home = folder / "lighthouse"
    home.mkdir()
    installed = subprocess.run(
        ["npm", "install", "--silent", "--no-audit", "--no-fund", "lighthouse"], cwd=home, check=False
    )
    if installed.returncode:
        print("  Lighthouse cannot be fetched here: nothing is said about weak phones")
        return
    for page in ("portal", "article"):
        report = home / f"{page}.json"
        subprocess.run(
            [
                *(
                    "npx",
                    "lighthouse",
                    f"http://127.0.0.1:{port}{pages[page]}",
                    "--quiet",
                    "--output=json",
                    f"--output-path={report}",
                ),
                *(
                    "--only-categories=performance,accessibility",
                    "--form-factor=mobile",
                    "--throttling-method=devtools",
                ),
                *("--throttling.requestLatencyMs=400", "--throttling.downloadThroughputKbps=400"),
                *("--throttling.uploadThroughputKbps=400", "--throttling.cpuSlowdownMultiplier=6"),
                "--chrome-flags=--headless=new --no-sandbox --disable-gpu",
            ],
            check=True,
            cwd=home,
            env={**os.environ, "CHROME_PATH": chromium},
            stdout=subprocess.DEVNULL,
        )
        seen = json.loads(report.read_text())
        paint = seen["audits"]["largest-contentful-paint"]["numericValue"]
        access = round(seen["categories"]["accessibility"]["score"] * 100)
        weight = seen["audits"]["total-byte-weight"]["numericValue"]
        print(
            f"  weak phone    {page:<8} largest paint {paint:6,.0f} ms, accessibility {access}, {weight / 1024:.1f} KiB in all "
            f"(Lighthouse {seen['lighthouseVersion']})"
        )
        if paint > LARGEST_PAINT_MS or access < 100:
            failed = [name for name, audit in seen["audits"].items() if audit["score"] == 0 and name in _access(seen)]
            yield f"{page} on a weak phone: {paint:,.0f} ms, accessibility {access} {failed or ''}"


def _access(report: dict) -> set[str]:
    return {each["id"] for each in report["categories"]["accessibility"]["auditRefs"]}


# --- Programs -------------------------------------------------------------------------------------------


def _version(name: str, flag: str) -> str:
    done = subprocess.run([program(name) or name, flag], capture_output=True, text=True, check=False)
    return (done.stdout + done.stderr).splitlines()[0]


def _of_package(name: str) -> str:
    from importlib.metadata import version

    return version(name)
