"""`kentongan areas`."""

import json

import pytest
from django.core.management import CommandError, call_command

from kentongan.areas.actions import import_areas
from kentongan.areas.models import Area

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(capsys):
    def run(*arguments: str) -> str:
        call_command("areas", *arguments)
        return capsys.readouterr().out

    return run


@pytest.fixture
def malang() -> None:
    import_areas(only=["35.07", "35.73"])


def test_import(say) -> None:
    assert say("import", "--only", "35.73").startswith("65 wilayah: 65 baru, 0 berganti ejaan, 0 tetap")
    assert json.loads(say("import", "--only", "35.07,35.73", "--json"))["added"] == 424


def test_show(say, malang: None) -> None:
    assert "Di dalam: Wajak, Kabupaten Malang, Jawa Timur" in say("show", "3507082003")
    shown = json.loads(say("show", "35.07.08.2003", "--json"))
    assert (shown["name"], shown["kind"], [above["code"] for above in shown["within"]]) == (
        "Bambang",
        "desa",
        ["35", "35.07", "35.07.08"],
    )


def test_find(say, malang: None) -> None:
    assert say("find", "arjosari", "--within", "35.73").startswith("35.73.01.1002 Kelurahan Arjosari")
    assert {"35.07.11.2006", "35.73.01.1002"} <= {one["code"] for one in json.loads(say("find", "Arjosari", "--json"))}
    assert json.loads(say("find", "zzzzqqqq", "--json")) == []


def test_spell_end_and_split(say, malang: None) -> None:
    assert "Rampal Selaket" in say("spell", "35.73.02.1002", "Rampal Selaket")
    assert json.loads(say("end", "35.07.08.2008", "--on", "1 Januari 2025", "--json")) == {
        "code": "35.07.08.2008",
        "valid_until": "2025-01-01",
    }
    parts = ["35.07.08.2003=Bambang", "35.07.08.2099=Bambang Baru"]
    assert "Desa Bambang Baru" in say("split", "35.07.08.2003", "--into", *parts, "--on", "2025-01-01")
    assert Area.objects.get(code="35.07.08.2099").district_code == "35.07.08"


@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "--only", "99"],
        ["show", "35.99"],
        ["find", "zzzzqqqq"],
        ["find", "Codo", "--within", "77"],
        ["spell", "35.73.02.1002", "-"],
        ["end", "35.07.08.2008", "--on", "31/02/2025"],
        ["end", "35.07.08", "--on", "2025-01-01"],
        ["split", "35.07.08.2003", "--into", "35.07.08.2099", "--on", "2025-01-01"],
    ],
)
def test_what_cannot_be_done_is_one_sentence(malang: None, arguments: list[str]) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("areas", *arguments)
    assert str(caught.value).endswith((".", "NAMA"))
    assert not Area.objects.exclude(valid_until=None).exists()
