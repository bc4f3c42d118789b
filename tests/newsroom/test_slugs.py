"""Names in addresses."""

import pytest

from kentongan.newsroom.rules.slugs import group_slug


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("KIM Kayutangan", "kayutangan"),
        ("Kelompok Informasi Masyarakat Titir", "titir"),
        ("Komunitas Informasi Masyarakat: Titir", "titir"),
        ("Kimia Muda", "kimia-muda"),
        ("KIM", "kim"),
    ],
)
def test_a_groups_address_is_its_name_without_what_all_are_called(name, slug):
    assert group_slug(name) == slug
