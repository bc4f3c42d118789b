"""The guard before the outside world: which spellings of which addresses it lets through, and what names may stand for."""

import socket

import pytest
from httptools import parse_url
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.core.outside import OutsideError, Refusal, addresses_of, is_public, read_address
from kentongan.core.outside.addresses import STANDARD_PORTS

# What leads to this machine, its network or nowhere, and what is no address at all.
REFUSED = [
    # This machine and this network, plainly.
    "http://127.0.0.1/",
    "http://127.255.255.254/",
    "http://0.0.0.0/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://172.31.255.255/",
    "http://192.168.1.1/",
    "http://100.64.0.1/",
    "http://100.127.255.255/",
    "http://198.18.0.1/",
    "http://192.0.2.1/",
    "http://224.0.0.1/",
    "http://239.255.255.250/",
    "http://240.0.0.1/",
    "http://255.255.255.255/",
    # Services that tell virtual machines their secrets.
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.170.2/",
    "http://192.0.0.192/",
    "http://100.100.100.200/",
    "http://168.63.129.16/",
    "http://metadata.google.internal/",
    "http://[fd00:ec2::254]/",
    # IPv4 in odd spellings.
    "http://0177.0.0.1/",
    "http://0x7f.0.0.1/",
    "http://0x7f000001/",
    "http://0x7F.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://127.1/",
    "http://127.0.1/",
    "http://0/",
    "http://127.0.0.01/",
    "http://127.0.0.1./",
    "http://127.0.0.1../",
    "http://256.256.256.256/",
    "http://1.2.3.4.5/",
    "http://8.8.8.010/",
    "http://0x08080808/",
    "http://contoh.go.id.0x1/",
    "http://１２７.０.０.１/",
    "http://①②⑦.⓪.⓪.①/",
    "http://127。0。0。1/",
    "http://127%2E0%2E0%2E1/",
    "http://%31%32%37.0.0.1/",
    # IPv6, and IPv4 within it.
    "http://[::1]/",
    "http://[0:0:0:0:0:0:0:1]/",
    "http://[::]/",
    "http://[::127.0.0.1]/",
    "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/",
    "http://[::ffff:169.254.169.254]/",
    "http://[2002:7f00:1::]/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/",
    "http://[64:ff9b::7f00:1]/",
    "http://[64:ff9b::10.0.0.1]/",
    "http://[64:ff9b:1::a00:1]/",
    "http://[fe80::1]/",
    "http://[fe80::1%25eth0]/",
    "http://[fe80::1%eth0]/",
    "http://[2001:4860:4860::8888%25eth0]/",
    "http://[fd00::1]/",
    "http://[fec0::1]/",
    "http://[ff02::1]/",
    "http://[100::1]/",
    "http://[2001:db8::1]/",
    "http://[3fff::1]/",
    "http://[5f00::1]/",
    "http://[v1.fe80::a]/",
    "http://[127.0.0.1]/",
    "http://[::1/",
    "http://::1/",
    # Names that nobody outside has.
    "http://localhost/",
    "http://LOCALHOST./",
    "http://basis.localhost/",
    "http://redis/",
    "http://printer.local/",
    "http://db.internal/",
    "http://situs.example/",
    "http://router.lan/",
    "http://nas.home.arpa/",
    "http://abcdef.onion/",
    # Users, schemes, ports, and what is no address.
    "http://kim@127.0.0.1/",
    "http://kim:rahasia@kim.go.id/",
    "http://kim.go.id@127.0.0.1/",
    "http://kim.go.id\\@127.0.0.1/",
    "http://@kim.go.id/",
    "ftp://kim.go.id/",
    "file:///etc/passwd",
    "gopher://kim.go.id/",
    "data:text/xml,<rss/>",
    "javascript:alert(1)",
    "//kim.go.id/",
    "kim.go.id",
    "",
    "http://",
    "http:///feed",
    "http://.",
    "http://kim..go.id/",
    "http://.kim.go.id/",
    "http://kim go.id/",
    "http://kim.go.id/ada spasi",
    "http://kim.go.id/\r\nX-Admin: 1",
    "http://kim.go.id\t/",
    "http://kim.go.id\x00/",
    "http://kim.go.id\u200b/",
    "http://kim.go.id/\udcff",
    "http://kim.go.id:22/",
    "http://kim.go.id:8080/",
    "http://kim.go.id:99999/",
    "http://kim.go.id:-1/",
    "http://kim.go.id:x/",
    "http://kim.go.id:0/",
    "http://<script>.go.id/",
    "http://kim,go.id/",
    "http://xn--\u00e4.go.id/",
    f"http://{'a' * 64}.go.id/",
    f"http://{'a.' * 130}id/",
    f"http://kim.go.id/{'a' * 2000}",
]


@pytest.mark.parametrize("address", REFUSED)
def test_what_is_never_asked(address: str) -> None:
    with pytest.raises(Refusal) as caught:
        read_address(address)
    # It can be shown: nothing in it moves a cursor or breaks a line.
    assert caught.value.what.isprintable()


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("http://kim.go.id", "http://kim.go.id/"),
        ("HTTP://KIM.GO.ID/Kabar", "http://kim.go.id/Kabar"),
        ("https://kim.go.id:443/", "https://kim.go.id/"),
        ("http://kim.go.id:443/", "http://kim.go.id:443/"),
        ("https://kim.go.id:80/", "https://kim.go.id:80/"),
        ("http://kim.go.id:/", "http://kim.go.id/"),
        ("http://kim.go.id./feed", "http://kim.go.id/feed"),
        ("http://kim.go.id/feed?a=1&b=%20#atas", "http://kim.go.id/feed?a=1&b=%20"),
        ("http://kim.go.id?feed=rss2", "http://kim.go.id/?feed=rss2"),
        ("http://kim.go.id/a/../b", "http://kim.go.id/a/../b"),
        ("http://kim.go.id/kabar-désa", "http://kim.go.id/kabar-d%C3%A9sa"),
        ("http://désa.id/", "http://xn--dsa-bma.id/"),
        ("http://kim-.blogspot.com/", "http://kim-.blogspot.com/"),
        ("http://kim_rw3.desa.id/", "http://kim_rw3.desa.id/"),
        ("http://8.8.8.8/feed", "http://8.8.8.8/feed"),
        ("http://[2001:4860:4860:0:0:0:0:8888]/", "http://[2001:4860:4860::8888]/"),
        ("http://[::ffff:8.8.8.8]/", "http://[::ffff:808:808]/"),
        ("http://127.0.0.1.nip.io/", "http://127.0.0.1.nip.io/"),
        ("http://contoh-example.id/", "http://contoh-example.id/"),
    ],
)
def test_what_is_asked_has_one_spelling(address: str, asked: str) -> None:
    assert str(read_address(address)) == asked
    assert str(read_address(asked)) == asked


def test_ports_and_schemes_and_names_of_our_own() -> None:
    assert read_address("https://kim.go.id:8443/", ports=None).netloc == "kim.go.id:8443"
    assert read_address("http://kim.go.id:8080/", ports=(8080,)).port == 8080
    with pytest.raises(Refusal, match="only https://"):
        read_address("http://kim.go.id/", schemes=("https",))
    assert read_address("http://satu.contoh.example/", own=("contoh.example",)).host == "satu.contoh.example"
    assert read_address("http://contoh.example/", own=("contoh.example",)).host == "contoh.example"
    for other in ("http://bukancontoh.example/", "http://localhost/", "http://127.0.0.1/"):
        with pytest.raises(Refusal):
            read_address(other, own=("contoh.example",))


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("0.0.0.0", False),
        ("255.255.255.255", False),
        ("224.0.0.1", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff0e::1", False),
        ("::ffff:10.0.0.1", False),
        ("::ffff:8.8.8.8", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::a00:1", False),
        ("64:ff9b::808:808", True),
        # Only looking public.
        ("192.88.99.1", False),
        ("192.0.0.9", False),
        ("168.63.129.16", False),
        ("::8.8.8.8", False),
        ("2001::1", False),
        ("3fff::1", False),
        ("5f00::1", False),
    ],
)
def test_only_the_public_internet_is_asked(address: str, public: bool) -> None:
    assert is_public(address) is public


# What people hide in addresses: every part may be any of these.
_SCHEMES = st.sampled_from(["http://", "https://", "HTTP://", "https:///", "http://x@", "http:\\\\"])
_LABELS = st.sampled_from(
    ["kim", "desa-2", "désa", "1", "0x7f", "①", "[::1]", "a@b", "a:80", "a%2e", "a\\b", "a#b", "a?b", ""]
)
_HOSTS = st.lists(_LABELS, max_size=3).map(".".join).map(lambda host: f"{host}.go.id") | st.sampled_from(
    ["kim.go.id:443", "8.8.8.8", "8.8.8.8.", "127.0.0.1", "[::1]", "[2001:4860:4860::8888]", "[64:ff9b::8.8.8.8]:80"]
)
_RESTS = st.text(st.sampled_from("a/?#@:%[]\\ .é&="), max_size=8).map(lambda rest: f"/{rest}") | st.text(
    "a?#@:\\", max_size=3
)


@settings(max_examples=400)
@given(_SCHEMES, _HOSTS, _RESTS)
def test_what_was_checked_is_what_is_asked(scheme: str, host: str, rest: str) -> None:
    """Another reader of addresses sees the same host in what came out."""
    try:
        found = read_address(scheme + host + rest)
    except Refusal:
        return
    assert str(found).isascii()
    seen = parse_url(str(found).encode())
    port = seen.port or STANDARD_PORTS[found.scheme]
    assert (seen.schema.decode(), seen.host.decode(), port) == (found.scheme, found.host, found.port)
    assert seen.path + (b"?" + seen.query if seen.query else b"") == found.target.encode()
    assert (seen.userinfo, seen.fragment) == (None, None)
    # Reading is stable.
    assert read_address(str(found)) == found


# Names -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def stands_for(monkeypatch):
    """Decides what every name stands for."""

    def stand(*found: str) -> None:
        rows = [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 80)) for one in found
        ]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: rows)

    return stand


def test_a_name_stands_for_each_of_its_addresses_once(stands_for) -> None:
    stands_for("8.8.8.8", "8.8.8.8", "2001:4860:4860::8888")
    assert addresses_of("kim.go.id", 80) == ["8.8.8.8", "2001:4860:4860::8888"]


@pytest.mark.parametrize(
    "near", ["10.0.0.1", "127.0.0.1", "::1", "fe80::1%eth0", "::ffff:192.168.0.1", "64:ff9b::7f00:1"]
)
def test_one_near_address_is_enough_to_refuse_a_name(stands_for, near: str) -> None:
    stands_for("8.8.8.8", near)
    with pytest.raises(Refusal) as caught:
        addresses_of("kim.go.id", 80)
    assert caught.value.what == near


@pytest.mark.parametrize(
    "error", [socket.gaierror(-2, "unknown"), UnicodeError("label too long"), OSError("no network")]
)
def test_a_name_nobody_knows_may_be_known_later(monkeypatch, error: Exception) -> None:
    def unknown(*_args, **_more):
        raise error

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(OutsideError) as caught:
        addresses_of("kim.go.id", 80)
    assert not caught.value.permanent
    assert caught.value.what == "kim.go.id"
