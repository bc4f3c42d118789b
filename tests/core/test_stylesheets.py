"""Many small sheets become one, without changing what they say."""

import json

import pytest
from django.core.management import call_command
from django.test import override_settings

from kentongan.core.stylesheets import flatten, minify, without_fonts


def sheets(**files):
    table = {name.replace("__", "/") + ".css": text for name, text in files.items()}
    return lambda name: table[name]


def test_imports_stand_where_they_were_written():
    read = sheets(css__app='@import "a.css";\n@import url("parts/b.css");\n.c{}', css__a=".a{}", css__parts__b=".b{}")
    assert flatten("css/app.css", read).split() == [".a{}", ".b{}", ".c{}"]


def test_addresses_stay_right_from_the_new_place():
    read = sheets(
        css__app='@import "../tokens.css";',
        tokens='@font-face{src:url("fonts/a.woff2?v=1")} .d{mask:url("data:image/svg+xml,(x)")} .e{fill:url(#g)}',
    )
    flat = flatten("css/app.css", read)
    assert 'url("../fonts/a.woff2?v=1")' in flat
    assert 'url("data:image/svg+xml,(x)")' in flat
    assert "url(#g)" in flat


def test_addresses_may_become_those_of_a_page():
    read = sheets(css__app='@import "../tokens.css";', tokens="a{src:url('fonts/a.woff2')}")
    assert flatten("css/app.css", read, address=lambda name: f"/static/{name}") == 'a{src:url("/static/fonts/a.woff2")}'


def test_an_import_in_a_comment_is_not_one():
    assert flatten("app.css", sheets(app='/* @import "no.css"; */.a{}')) == ".a{}"


def test_a_circle_is_named():
    with pytest.raises(ValueError, match=r"a\.css -> b\.css -> a\.css"):
        flatten("a.css", sheets(a='@import "b.css";', b='@import "a.css";'))


@pytest.mark.parametrize(
    ("css", "small"),
    [
        (".a {\n  color: red;\n  margin: 0 auto;\n}", ".a{color:red;margin:0 auto}"),
        ("/* why */ .a { }", ".a{}"),
        ("a :focus { x: y; }", "a :focus{x:y}"),
        ("& > li, & + p { x: calc(1px + 2px) }", "& > li,& + p{x:calc(1px + 2px)}"),
        ('.a::before { content: "  /* no */ ; } "; }', '.a::before{content:"  /* no */ ; } "}'),
        ("@media (width < 48rem) { .a { & .b { x: y; } } }", "@media (width < 48rem){.a{& .b{x:y}}}"),
        ("[hidden] { display: none !important; }", "[hidden]{display:none!important}"),
    ],
)
def test_minify(css, small):
    assert minify(css) == small


def test_without_fonts_keeps_the_rest():
    assert without_fonts('@font-face { src: url("a"); }\n.a{}').strip() == ".a{}"


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The static files as an installation serves them."""
    root = tmp_path_factory.mktemp("static")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "kentongan.core.staticfiles.BundledStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=root, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root


def hashed(root, name):
    return root / json.loads((root / "staticfiles.json").read_text())["paths"][name]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_collectstatic_serves_one_sheet(collected):
    sheet = hashed(collected, "core/css/app.css").read_text()
    assert "@import" not in sheet
    for part in (".btn", ".jawab", ".kerja", ".daftar", "@media print", "--mori-0"):
        assert part in sheet
    font = hashed(collected, "core/fonts/plus-jakarta-sans-latin-wght-normal.woff2")
    assert font.exists()
    assert f"../fonts/{font.name}" in sheet
    weights = {sheet.name: sheet.stat().st_size for sheet in collected.glob("core/css/pages/*.*.css.br")}
    assert hashed(collected, "core/css/app.css").with_suffix(".css.br").stat().st_size < 14_336
    assert weights
    assert {name: weight for name, weight in weights.items() if weight > 5_000} == {}


def test_collectstatic_hashes_the_modules_a_module_imports(collected):
    entry = hashed(collected, "core/js/app.js").read_text()
    assert hashed(collected, "core/js/send-once.js").name in entry


def test_collecting_again_changes_nothing(collected):
    before = hashed(collected, "core/css/app.css")
    storages = {
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "kentongan.core.staticfiles.BundledStaticFilesStorage"},
    }
    with override_settings(STATIC_ROOT=collected, STORAGES=storages):
        call_command("collectstatic", interactive=False, verbosity=0)
    assert hashed(collected, "core/css/app.css") == before
