"""Notices: told once, shown to those whom they concern, seen or not seen by each."""

import datetime as dt
import re

import pytest
from django.urls import reverse

from kentongan.accounts.enums import Capability, Role
from kentongan.accounts.models import Duty, Notice, NoticeRead
from kentongan.accounts.notices import forget_old_notices, new_notice, notices_for, notify, notify_many, unread_count
from kentongan.accounts.tasks import forget_notices
from tests.conftest import TODAY, Cast

PAGE = "/pemberitahuan/"


@pytest.fixture(autouse=True)
def _the_day(settings) -> None:
    settings.FIXED_TODAY = TODAY


def tell(cast: Cast, key: str = "sk:1", **facts) -> Notice:
    facts = {
        "area": cast.kayutangan.area,
        "group_code": cast.kayutangan.code,
        "audience": Capability.SEE_REGISTER,
        "title": "SK KIM Kayutangan habis 30 November 2025",
        "text": "Siapkan SK baru.",
        "href": f"/kim/{cast.kayutangan.code}/",
        "on": TODAY,
        **facts,
    }
    return notify(key=key, **facts)


def test_an_event_told_twice_is_one_row(cast: Cast) -> None:
    first = tell(cast)
    assert tell(cast, title="Lain").pk == first.pk
    assert Notice.objects.get().title == "SK KIM Kayutangan habis 30 November 2025"


def test_many_at_once_say_how_many_were_new(cast: Cast) -> None:
    tell(cast)
    facts = {"area": cast.area("35.73"), "audience": Capability.IMPORT, "title": "x", "text": "", "on": TODAY}
    made = [new_notice(key=key, href="/", **facts) for key in ("sk:1", "sk:2", "sk:2", "sk:3")]
    assert notify_many(made) == 2
    assert notify_many(made) == 0


@pytest.mark.parametrize(
    "href", ["https://jahat.example/", "//jahat.example/", "/\\jahat.example/", "javascript:x", ""]
)
def test_a_notice_leads_to_our_own_pages_only(cast: Cast, href: str) -> None:
    with pytest.raises(ValueError, match="page of ours"):
        tell(cast, href=href)


#                                     city: admin forum leader member; others: regency's admin, no duty
SEEN = """
see_register   group in the city      x     x     x      x      -      -
edit_own_group group in the city      x     -     x      -      -      -
set_office     group in the city      x     -     -      -      -      -
see_register   the city itself        x     x     -      -      -      -
see_register   the regency            -     -     -      -      x      -
"""


@pytest.mark.parametrize("row", SEEN.strip().splitlines())
def test_who_is_told(cast: Cast, row: str) -> None:
    words = row.split()
    capability, where, marks = words[0], " ".join(words[1:-6]), words[-6:]
    place = {
        "group in the city": (cast.kayutangan.area, cast.kayutangan.code),
        "the city itself": (cast.area("35.73"), ""),
        "the regency": (cast.area("35.07"), ""),
    }[where]
    tell(cast, audience=Capability(capability), area=place[0], group_code=place[1])
    people = (cast.city_admin, cast.forum, cast.leader, cast.member, cast.admin, cast.stranger)
    assert ["x" if unread_count(person) else "-" for person in people] == marks


def test_two_duties_see_both_places(cast: Cast) -> None:
    Duty.objects.create(user=cast.leader, role=Role.FORUM, area=cast.area("35.07"))
    tell(cast)
    tell(cast, "b", area=cast.area("35.07.08"), group_code="", audience=Capability.FOLLOW_CASES)
    tell(cast, "c", area=cast.area("35.07.08"), group_code="", audience=Capability.SET_OFFICE)
    assert unread_count(cast.leader) == 2


def test_the_ministry_sees_every_place(cast: Cast) -> None:
    Duty.objects.create(user=cast.stranger, role=Role.OFFICE_ADMIN, area=cast.area("ID"))
    tell(cast)
    assert unread_count(cast.stranger) == 1


def test_counting_takes_one_query(cast: Cast, django_assert_num_queries) -> None:
    tell(cast)
    unread_count(cast.forum)
    person = type(cast.forum).objects.get(pk=cast.forum.pk)
    notices_for(person)
    with django_assert_num_queries(1):
        assert unread_count(person) == 1
        assert unread_count(person) == 1


def test_old_ones_do_not_count_and_vanish_after_a_year(cast: Cast) -> None:
    tell(cast, on=TODAY - dt.timedelta(days=61))
    assert unread_count(cast.city_admin) == 0
    assert notices_for(cast.city_admin).count() == 1
    assert forget_old_notices() == 0
    tell(cast, "alt", on=TODAY - dt.timedelta(days=401))
    assert forget_notices.call() == 1
    assert Notice.objects.count() == 1


# --- The page -------------------------------------------------------------------------------------------


def test_the_page_needs_a_person(client, cast: Cast) -> None:
    for method, name in (("get", "notices"), ("post", "notice_open"), ("post", "notices_read")):
        assert getattr(client, method)(reverse(name)).url.startswith("/masuk/")


def test_the_empty_page_teaches(cast: Cast, sign_in) -> None:
    for person in (cast.leader, cast.stranger):
        page = sign_in(person).get(PAGE).content.decode()
        assert "Belum ada pemberitahuan" in page
        assert "SK yang akan habis" in page


def test_newest_day_first_and_new_ones_marked(cast: Cast, sign_in) -> None:
    tell(cast, on=dt.date(2025, 9, 23))
    tell(cast, "b", title="KIM Kayutangan naik ke Klaster 1", action="Lihat alasannya")
    page = sign_in(cast.leader).get(PAGE).content.decode()
    assert re.findall(r'<h2 id="hari-\d">(.*?)</h2>', page) == ["Kamis, 25 September 2025", "Selasa, 23 September 2025"]
    assert page.index("naik ke Klaster 1") < page.index("SK KIM Kayutangan")
    assert page.count('class="belum"') == 2
    assert "2 hal baru untuk Anda." in page
    assert "Lihat alasannya" in page


def test_the_count_stands_in_the_bar_and_on_the_phone(cast: Cast, sign_in) -> None:
    count = re.compile(r'<b class="baru">(\S+?)<')
    assert count.findall(sign_in(cast.leader).get("/akun/").content.decode()) == []
    tell(cast)
    assert count.findall(sign_in(cast.leader).get("/akun/").content.decode()) == ["1", "1"]
    facts = {"area": cast.area("35.73"), "audience": Capability.SEE_REGISTER, "title": "x", "text": "", "on": TODAY}
    notify_many(new_notice(key=f"k{n}", href="/", **facts) for n in range(120))
    assert count.findall(sign_in(cast.forum).get("/akun/").content.decode()) == ["99+", "99+"]


def test_opening_one_marks_it_and_leads_there(cast: Cast, sign_in) -> None:
    notice = tell(cast)
    client = sign_in(cast.leader)
    client.get(PAGE)
    assert not NoticeRead.objects.exists()
    for _twice in range(2):
        answer = client.post("/pemberitahuan/buka/", {"kunci": notice.key})
        assert answer.url == f"/kim/{cast.kayutangan.code}/"
    assert list(NoticeRead.objects.values_list("user", flat=True)) == [cast.leader.pk]
    assert "Tidak ada yang baru." in client.get(PAGE).content.decode()
    assert unread_count(type(cast.member).objects.get(pk=cast.member.pk)) == 1


def test_all_up_to_the_newest_shown_are_marked(cast: Cast, sign_in) -> None:
    tell(cast)
    shown = tell(cast, "b")
    tell(cast, "came later")
    assert sign_in(cast.leader).post("/pemberitahuan/dibaca/", {"sampai": shown.key}).url == PAGE
    assert set(NoticeRead.objects.values_list("notice__key", flat=True)) == {"sk:1", "b"}


@pytest.mark.parametrize("path", ["/pemberitahuan/buka/", "/pemberitahuan/dibaca/"])
def test_what_is_not_yours_is_not_found(cast: Cast, sign_in, path: str) -> None:
    tell(cast)
    for key in ("sk:1", "tidak ada", ""):
        assert sign_in(cast.admin).post(path, {"kunci": key, "sampai": key}).status_code == 404
    assert sign_in(cast.admin).get(path).status_code == 405
    assert not NoticeRead.objects.exists()


def test_many_pages_in_few_queries(cast: Cast, sign_in, django_assert_max_num_queries) -> None:
    facts = {"area": cast.area("35.73"), "audience": Capability.SEE_REGISTER, "title": "x", "text": "", "on": TODAY}
    notify_many(new_notice(key=f"k{n}", href="/", **facts) for n in range(90))
    client = sign_in(cast.forum)
    with django_assert_max_num_queries(20):
        page = client.get(PAGE, {"hal": "3"}).content.decode()
    assert page.count('class="belum"') == 10
    assert client.get(PAGE, {"hal": "zzz"}).status_code == 200
