"""Who the bar says is here: the office the pages speak for, the person and their role."""

from django.http import HttpRequest

from kentongan.accounts.enums import Role
from kentongan.accounts.permissions import duties_of
from kentongan.accounts.queries import home_duty_area, office_of
from kentongan.core.clock import today
from kentongan.core.navigation import Identity


def identity_of_request(request: HttpRequest) -> Identity:
    """The signed-in person of a request; an empty identity for everyone else."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return Identity()
    office, area = office_of(user), home_duty_area(user)
    roles = [
        Role(duty.role).label
        for duty in duties_of(user)
        if duty.is_on(today()) and area is not None and duty.area_code == area.code
    ]
    return Identity(office.name if office else "", user.name, roles[0] if roles else "")
