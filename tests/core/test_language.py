"""Which language a page speaks."""

import pytest
from django.urls import reverse


@pytest.mark.parametrize(
    ("cookie", "browser", "spoken"),
    [
        (None, "en-US,en;q=0.9", "id"),
        ("en", "id", "en"),
        ("id", "en", "id"),
        ("xx", "en", "id"),
    ],
)
def test_the_choice_counts_and_not_the_browsers_wish(client, db, settings, cookie, browser, spoken):
    if cookie:
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = cookie
    response = client.get(reverse("about"), headers={"Accept-Language": browser})
    assert f'<html lang="{spoken}"' in response.content.decode()
    assert response.headers["Content-Language"] == spoken
