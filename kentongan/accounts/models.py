"""Offices, people, their duties, and the links that bring people in."""

import datetime as dt
import hashlib
import secrets

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.enums import Role, TimeZone
from kentongan.accounts.rules import DutyFacts, LinkFacts
from kentongan.areas.models import Area
from kentongan.core.clock import as_seen


class Office(models.Model):
    """The communications agency of one area: a regency, or the province or ministry above it."""

    area = models.OneToOneField(Area, on_delete=models.PROTECT, primary_key=True, related_name="office")
    name = models.CharField(_("nama kantor"), max_length=120)
    time_zone = models.CharField(_("zona waktu"), max_length=20, choices=TimeZone, default=TimeZone.WIB)
    phone = models.CharField(_("nomor telepon kantor"), max_length=20, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["area_id"]

    def __str__(self) -> str:
        return self.name


def random_username() -> str:
    return secrets.token_urlsafe(12)


class UserManager(BaseUserManager["User"]):
    def create_user(self, *, name: str, password: str | None = None, **fields) -> "User":
        """A person with a password, or with none yet when it is None."""
        user = self.model(name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in with a phone number or an e-mail address, or with a passkey."""

    username = models.CharField(max_length=40, unique=True, default=random_username, editable=False)
    name = models.CharField(_("nama"), max_length=120)
    # E.164, such as +6281234567890.
    phone = models.CharField(_("nomor HP"), max_length=20, null=True, blank=True, unique=True)
    email = models.EmailField(_("alamat surel"), null=True, blank=True, unique=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    erased_at = models.DateTimeField(null=True, editable=False)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class DutyQuerySet(models.QuerySet["Duty"]):
    def on(self, day: dt.date) -> "DutyQuerySet":
        return self.filter(
            Q(since=None) | Q(since__lte=day),
            Q(until=None) | Q(until__gt=day),
        )


class Duty(models.Model):
    """A role a person holds in an area; for roles of a group, in that one group."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="duties")
    role = models.CharField(_("peran"), max_length=20, choices=Role)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="duties")
    # The group's public code: accounts is below the register and knows no groups.
    group_code = models.CharField(max_length=20, blank=True, db_index=True)
    since = models.DateField(_("sejak"), null=True, blank=True)
    until = models.DateField(_("sampai sebelum"), null=True, blank=True)

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "area", "group_code"],
                condition=Q(until=None),
                name="duty_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.area_id}"

    @property
    def facts(self) -> DutyFacts:
        return DutyFacts(self.role, self.area_id, self.group_code, self.since, self.until)


class Invitation(models.Model):
    """A one-time link that makes a user with a duty. Only a hash of the link is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    name = models.CharField(_("nama"), max_length=120, blank=True)
    role = models.CharField(_("peran"), max_length=20, choices=Role)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    group_code = models.CharField(max_length=20, blank=True)
    created_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.area_id}"

    @staticmethod
    def hash_of(token: str) -> str:
        """What is kept of a link's token: enough to recognise it, not enough to use it."""
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def code(self) -> str:
        """The invitation's public code; it opens nothing."""
        return self.token_hash[:16]

    @property
    def open_until(self) -> dt.datetime:
        """When it runs out, in the days people see."""
        return as_seen(self.expires_at)

    @property
    def facts(self) -> LinkFacts:
        return LinkFacts(self.expires_at, self.accepted_at, self.revoked_at)


class ErasureRequest(models.Model):
    """A person's wish that their personal data be erased (UU 27/2022), and what came of it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="erasure_requests")
    note = models.TextField(_("catatan"), blank=True)
    requested_at = models.DateTimeField(default=timezone.now)
    handled_at = models.DateTimeField(null=True)
    handled_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-requested_at"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=Q(handled_at=None), name="erasure_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}, {self.requested_at:%Y-%m-%d}"


class Notice(models.Model):
    """Something that happened, for everybody who has a capability there. Written by ``notices.notify`` only."""

    # Names the event for ever: told twice, it is shown once.
    key = models.CharField(max_length=120, unique=True)
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")
    # The group it is about, for people whose duty is in that group.
    group_code = models.CharField(max_length=20, blank=True, db_index=True)
    # Only for people whose duty is in that group: an office of 250 groups does not hear of each one's daily work.
    is_inside_group = models.BooleanField(default=False, db_default=False)
    # A value of Capability.
    audience = models.CharField(max_length=30)
    title = models.CharField(max_length=120)
    text = models.CharField(max_length=300, blank=True)
    href = models.CharField(max_length=300)
    # Words of the button: "Lihat SK".
    action = models.CharField(max_length=40, blank=True)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["on", "audience"], name="notice_fresh")]

    def __str__(self) -> str:
        return self.title


class NoticeRead(models.Model):
    """A person has seen a notice."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, on_delete=models.CASCADE, related_name="reads")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="notice_read_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.notice_id}"
