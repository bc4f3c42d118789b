"""Whether the demo is there."""

from kentongan.accounts.models import User
from kentongan.demo import data


def is_loaded() -> bool:
    return User.objects.filter(username=data.PEOPLE[0][0]).exists()
