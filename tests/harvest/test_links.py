"""One address for one page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.harvest.rules.links import LONGEST, canonical, host_of, is_same_site, site_of

BASE = "https://contoh.example/umpan/"


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://a.example/x", "https://a.example/x"),
        ("https://a.example", "https://a.example/"),
        ("HTTPS://A.Example:443/X", "https://a.example/X"),
        ("http://a.example:80/", "http://a.example/"),
        ("http://a.example:8080/", "http://a.example:8080/"),
        ("http://a.example./x", "http://a.example/x"),
        ("https://a.example/x#bagian", "https://a.example/x"),
        ("https://a.example/x?utm_source=rss&utm_medium=rss", "https://a.example/x"),
        ("https://a.example/x?id=3&fbclid=abc", "https://a.example/x?id=3"),
        ("https://a.example/x?b=2&a=1", "https://a.example/x?b=2&a=1"),
        ("https://kim.blogspot.com/2023/08/a.html?m=1", "https://kim.blogspot.com/2023/08/a.html"),
        ("https://kimdomain.example/2023/08/a.html?m=1", "https://kimdomain.example/2023/08/a.html"),
        ("https://a.example/index.php?m=1", "https://a.example/index.php?m=1"),
        ("/berita/1", "https://contoh.example/berita/1"),
        ("berita/1", "https://contoh.example/umpan/berita/1"),
        ("?id=3", "https://contoh.example/umpan/?id=3"),
        ("//cdn.example/a.jpg", "https://cdn.example/a.jpg"),
        ("  https://a.example/x \n", "https://a.example/x"),
        ("https://a.ex\nample/x", "https://a.example/x"),
        ("https://a.example/kerja bakti", "https://a.example/kerja%20bakti"),
        ("https://a.example/kerja%20bakti", "https://a.example/kerja%20bakti"),
        ("https://a.example/é?q=ü", "https://a.example/%C3%A9?q=%C3%BC"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("https://orang:sandi@a.example/x", "https://a.example/x"),
        ("http://[2001:DB8::1]:8080/x", "http://[2001:db8::1]:8080/x"),
        ("", ""),
        ("#", ""),
        ("#atas", ""),
        ("javascript:alert(1)", ""),
        ("JaVaScript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:a@a.example", ""),
        ("ftp://a.example/x", ""),
        ("file:///etc/passwd", ""),
        ("tag:blogger.com,1999:blog-1", ""),
        ("https://", ""),
        ("https:///x", ""),
        ("http://[::1", ""),
        ("http://a.example:99999/", ""),
        ("http://a b.example/", ""),
        ("https://a.example/" + "x" * LONGEST, ""),
    ],
)
def test_addresses_are_made_one(link: str, expected: str) -> None:
    assert canonical(link, BASE) == expected


@pytest.mark.parametrize(
    ("link", "host"),
    [
        ("https://www.A.example/x", "a.example"),
        ("https://a.example:8080", "a.example"),
        ("bukan alamat", ""),
        ("http://[::1", ""),
    ],
)
def test_a_host_is_named_without_www(link: str, host: str) -> None:
    assert host_of(link) == host


@given(st.text(max_size=80) | st.text(max_size=60).map(lambda text: f"https://a.example/{text}"))
def test_any_text_is_an_address_that_stays_as_it_is_or_none(text: str) -> None:
    found = canonical(text, BASE)
    assert found == "" or found.startswith(("http://", "https://"))
    assert canonical(found) == found
    assert found.isascii()


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("kim.example", "kim.example", True),
        ("www.kim.example", "kim.example", True),
        ("kabar.kim.example", "www.kim.example", True),
        ("kim.example", "kabar.kim.example", True),
        ("notkim.example", "kim.example", False),
        ("kim.example", "lain.example", False),
        ("satu.blogspot.com", "dua.blogspot.com", False),
    ],
)
def test_a_site_and_what_lies_below_it_are_one(one: str, other: str, is_one: bool) -> None:
    assert is_same_site(one, other) is is_one


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://mekar.example/", "mekar.example"),
        ("http://www.MEKAR.example", "mekar.example"),
        ("https://mekar.example/Feed/?format=rss", "mekar.example"),
        ("https://m.mekar.example/", "mekar.example"),
        ("https://kim-mekar.blogspot.co.id/", "kim-mekar.blogspot.com"),
        ("https://kim-mekar.blogspot.com.au/", "kim-mekar.blogspot.com"),
        ("https://kim-mekar.blogspot.com/feeds/posts/default", "kim-mekar.blogspot.com"),
        ("https://www.youtube.com/@KimMekar", "youtube.com/@kimmekar"),
        ("bukan alamat", ""),
    ],
)
def test_a_site_has_one_name_however_its_address_is_spelt(address: str, site: str) -> None:
    assert site_of(address) == site
