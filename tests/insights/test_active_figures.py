"""The figures tell how many groups are active, and the tiers: by the standings' own query, never stored."""

import datetime as dt
from io import StringIO

from django.core.management import call_command

from kentongan.insights.queries import figures
from tests.assessment.test_standings import ACTIVE, DAY, in_force, news
from tests.conftest import Cast


def test_active_groups_and_tiers(cast: Cast) -> None:
    nobody = figures(cast.area("35.73"), DAY).as_flat()
    assert (nobody["groups_active"], nobody["groups_judged"], nobody["tiers"]) == (None, 0, {})
    in_force(cast.kota.pk, ACTIVE)
    assert figures(cast.area("35.73"), DAY).as_flat()["groups_active"] == 0
    news(cast.kayutangan, 1, 2, 3)
    found = figures(cast.area("35.73"), DAY).as_flat()
    assert (found["groups_formed"], found["groups_active"], found["groups_judged"]) == (1, 1, 1)
    assert figures(cast.area("35.73"), DAY - dt.timedelta(days=2)).as_flat()["groups_active"] == 0
    whole = figures(cast.area("35"), DAY).as_flat()
    assert (whole["groups_formed"], whole["groups_active"], whole["groups_judged"]) == (2, 1, 1)


def test_in_the_table_of_the_command(cast: Cast) -> None:
    in_force(cast.kota.pk, ACTIVE)
    news(cast.kayutangan, 1, 2, 3)
    out = StringIO()
    call_command("figures", area="35.73", as_of=DAY.isoformat(), stdout=out)
    assert any(line.split() == ["KIM", "aktif", "1"] for line in out.getvalue().splitlines())
