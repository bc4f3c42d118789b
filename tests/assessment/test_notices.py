"""Notices by night: what is said, to whom, and that it is said once."""

import datetime as dt

import pytest

from kentongan.accounts.models import Notice
from kentongan.accounts.notices import unread_count
from kentongan.assessment.actions.notices import raise_notices
from kentongan.assessment.models import InstrumentVersion
from kentongan.assessment.rules.document import Indicator, Measure, Tier
from kentongan.assessment.rules.notices import about_to_fall, decree_ends, decree_stage, has_risen
from kentongan.assessment.tasks import raise_notices_everywhere, raise_notices_of
from tests.assessment.test_determinations import write_news
from tests.conftest import TODAY, Cast, make_group

DAY = dt.date(2025, 9, 25)


@pytest.mark.parametrize(
    ("left", "stage"), [(91, None), (90, 90), (31, 90), (30, 30), (8, 30), (7, 7), (0, 7), (-1, None)]
)
def test_stages_of_a_decree(left: int, stage: int | None) -> None:
    ends_on = DAY + dt.timedelta(days=left)
    assert decree_stage(ends_on, DAY) == stage
    words = decree_ends("KIM Kauman", ends_on, DAY)
    assert (words is None) == (stage is None)
    if words:
        assert words.mark == f"sk:{ends_on.isoformat()}:{stage}"
        assert words.text.startswith("Hari ini." if left == 0 else f"{left} hari lagi.")


def test_words_are_kind() -> None:
    first, second = Tier("Klaster 1"), Tier("Klaster 2")
    meeting = Indicator("organisasi", "", "", Measure.COUNT, hint="Foto notulen rapat pengurus, lalu unggah.")
    said = [
        decree_ends("KIM Kauman", dt.date(2025, 10, 1), DAY),
        has_risen("KIM Kauman", first, second, DAY),
        has_risen("KIM Kauman", first, None, DAY),
        about_to_fall("KIM Kauman", first, dt.date(2025, 10, 5), [meeting], DAY),
        about_to_fall("KIM Kauman", first, DAY, [], DAY),
    ]
    assert said[1].title == "KIM Kauman naik ke Klaster 1"
    assert said[1].text.startswith("Sebelumnya Klaster 2.")
    assert said[3].title == "KIM Kauman: 10 hari untuk menjaga Klaster 1"
    assert said[3].text == "Aman sampai 5 Oktober 2025. Foto notulen rapat pengurus, lalu unggah."
    assert said[4].title == "KIM Kauman: hari ini untuk menjaga Klaster 1"
    for words in said:
        text = f"{words.title} {words.text}".lower()
        assert not any(bad in text for bad in ("gagal", "mati", "malas", "turun", "peringkat", "!")), text
        assert len(words.title) <= 120


@pytest.fixture
def city(cast: Cast, klaster: InstrumentVersion) -> Cast:
    """Kayutangan rose to klaster 2 this month; another group keeps its tier for some days more."""
    write_news(cast.kayutangan, [dt.date(2025, 9, day) for day in (3, 10, 17)])
    made = make_group(cast.area("35.73.01.1002"), "KIM Diam", dt.date(2019, 1, 1), ends_on=dt.date(2030, 1, 1))
    write_news(made, [dt.date(2025, 6, day) for day in (8, 9, 10)])
    return cast


def raised(cast: Cast, day: dt.date = TODAY) -> int:
    return raise_notices(area=cast.area("35.73"), day=day)


def test_each_event_is_told_once(city: Cast) -> None:
    assert raised(city) == 3
    assert sorted(Notice.objects.values_list("key", flat=True)) == [
        f"jaga:klaster-2:{Notice.objects.get(key__startswith='jaga').key.split(':')[2]}:35.73.01.1002-1",
        f"naik:klaster-2:2025-09-25:{city.kayutangan.code}",
        f"sk:2025-11-30:90:{city.kayutangan.code}",
    ]
    assert raised(city) == 0
    # Further nights see the same rise, and nothing is told again until the SK comes nearer.
    assert raised(city, dt.date(2025, 9, 26)) == 0
    assert raised(city, dt.date(2025, 10, 31)) >= 1
    assert Notice.objects.filter(key__startswith="naik").count() == 1
    assert Notice.objects.filter(key__startswith="sk:").count() == 2


def test_who_hears_of_it(city: Cast) -> None:
    raised(city)
    counts = {name: unread_count(getattr(city, name)) for name in ("city_admin", "leader", "member", "forum", "admin")}
    assert counts == {"city_admin": 3, "leader": 2, "member": 1, "forum": 1, "admin": 0}


def test_the_fall_says_until_when_and_what_helps(city: Cast) -> None:
    raised(city)
    notice = Notice.objects.get(key__startswith="jaga")
    assert notice.title.startswith("KIM Diam: ")
    assert "Aman sampai" in notice.text
    assert "Tulis satu berita pendek" in notice.text
    assert notice.href == "/kim/35.73.01.1002-1/"


def test_a_renewed_decree_is_not_told_of(city: Cast) -> None:
    city.kayutangan.decrees.create(number="baru", starts_on=dt.date(2025, 9, 1), ends_on=dt.date(2028, 9, 1))
    raised(city)
    assert not Notice.objects.filter(key__startswith="sk:").exists()


def test_a_new_group_does_not_rise(city: Cast) -> None:
    made = make_group(city.area("35.73.02.1011"), "KIM Baru", dt.date(2025, 9, 1), ends_on=dt.date(2028, 9, 1))
    write_news(made, [dt.date(2025, 9, day) for day in (3, 10, 17)])
    raised(city)
    assert not Notice.objects.filter(group_code=made.code).exists()


def test_without_an_instrument_only_decrees_are_told_of(cast: Cast, settings) -> None:
    settings.FIXED_TODAY = TODAY
    assert raised(cast) == 1
    assert Notice.objects.get().key.startswith("sk:")


def test_the_night_makes_a_job_for_each_regency(city: Cast, run_jobs) -> None:
    raise_notices_everywhere.enqueue()
    assert run_jobs() == 3
    assert Notice.objects.count() == 3
    raise_notices_of.enqueue("35.73")
    run_jobs()
    assert Notice.objects.count() == 3


def test_the_queries_do_not_grow_with_the_groups(city: Cast, django_assert_max_num_queries) -> None:
    for number in range(12):
        made = make_group(
            city.area("35.73.02.1011"), f"KIM {number}", dt.date(2020, 1, 1), ends_on=dt.date(2025, 12, 1)
        )
        write_news(made, [dt.date(2025, 9, day) for day in (3, 10, 17)])
    with django_assert_max_num_queries(20):
        raised(city)
