"""A real nginx on the shipped configuration, and the application behind it, for the tests that compare the two."""

import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

ROOT = Path(__file__).resolve().parents[2]
UNPACKED = Path(sys.prefix) / "nginx"
HOST = "kim.contoh.go.id"
MIME = "types { text/css css; text/javascript js; image/svg+xml svg; font/woff2 woff2; text/html html; }"


def program(name: str) -> str | None:
    """The distribution's, or the one tools/get-nginx.sh unpacked."""
    places = [UNPACKED / "usr/sbin", UNPACKED / "usr/bin", "/usr/sbin", *os.environ["PATH"].split(":")]
    return shutil.which(name, path=":".join(map(str, places)))


def brotli_module() -> Path | None:
    folders = (UNPACKED / "usr/lib/nginx/modules", Path("/usr/lib/nginx/modules"))
    return next((path for folder in folders for path in folder.glob("ngx_http_brotli_static_module.so")), None)


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    body: bytes


def ask(port: int, path: str, host: str = HOST, *, tls: bool = False, method: str = "GET", **headers: str) -> Answer:
    """One request; header names with underscores for hyphens."""
    context = ssl._create_unverified_context() if tls else None
    link = (
        http.client.HTTPSConnection("127.0.0.1", port, timeout=20, context=context)
        if tls
        else http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    )
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        link.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in {"Host": host, **named}.items():
            link.putheader(name, value)
        link.endheaders()
        response = link.getresponse()
        return Answer(response.status, response.headers, response.read())
    finally:
        link.close()


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *arguments: object) -> None:
        pass


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


@contextmanager
def application(app, port: int) -> Iterator[list[str]]:
    """Serve a WSGI application; yields the paths it was asked for."""
    asked: list[str] = []

    def counted(environ, start_response):
        asked.append(environ["PATH_INFO"])
        return app(environ, start_response)

    server = make_server("127.0.0.1", port, counted, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def nginx(folder: Path, *, data: Path, upstream: int) -> Iterator[int]:
    """Start it on the shipped configuration with other paths, ports and a certificate of its own; yields the port of TLS."""
    found = program("nginx")
    assert found, "no nginx: tools/get-nginx.sh brings one"
    folder.mkdir(parents=True, exist_ok=True)
    http_port, tls_port = free_port(), free_port()
    _certificate(folder)
    (folder / "proxy_params").write_text(
        "proxy_set_header Host $host;\nproxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n"
        "proxy_set_header X-Forwarded-Proto $scheme;\n"
    )
    shipped = (ROOT / "deploy/nginx.conf").read_text()
    for old, new in {
        "/srv/kentongan/data": str(data),
        "/etc/ssl/kentongan": str(folder),
        "/etc/nginx/proxy_params": str(folder / "proxy_params"),
        "http://127.0.0.1:8000": f"http://127.0.0.1:{upstream}",
        "listen 443 ssl http2;": f"listen 127.0.0.1:{tls_port} ssl http2;",
        "listen 80;": f"listen 127.0.0.1:{http_port};",
    }.items():
        assert old in shipped, old
        shipped = shipped.replace(old, new)
    shipped = re.sub(r"listen \[::\].*", "", shipped)
    module = brotli_module()
    if module:
        shipped = shipped.replace("#brotli_static on;", "brotli_static on;")
    (folder / "site.conf").write_text(shipped)
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"{user}{f'load_module {module};' if module else ''}\npid {folder}/pid;\nerror_log {folder}/error.log;\ndaemon off;\n"
        f"events {{}}\nhttp {{ access_log off; {MIME} default_type application/octet-stream;\n"
        + "".join(
            f"{name}_temp_path {folder}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        + f"include {folder}/site.conf; }}\n"
    )
    process = subprocess.Popen([found, "-p", str(folder), "-c", str(folder / "nginx.conf")], stderr=subprocess.PIPE)
    try:
        _wait(process, tls_port)
        yield tls_port
    finally:
        process.terminate()
        process.communicate(timeout=20)


def _certificate(folder: Path) -> None:
    subprocess.run(
        [
            *(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
            ),
            *("-subj", f"/CN={HOST}", "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )


def _wait(process: subprocess.Popen, port: int) -> None:
    for _ in range(100):
        with socket.socket() as link:
            if link.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    raise AssertionError(f"nginx did not start: {process.stderr.read().decode() if process.stderr else ''}")
