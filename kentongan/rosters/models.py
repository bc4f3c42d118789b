"""Lists of groups on their way into the register, row by row."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office
from kentongan.accounts.permissions import scope
from kentongan.rosters.enums import RowState

CODE_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"


def random_code() -> str:
    return get_random_string(10, CODE_SIGNS)


class RosterQuerySet(models.QuerySet["Roster"]):
    def visible_to(self, user) -> "RosterQuerySet":
        """Rosters of offices for whose whole area the person may import."""
        return self.filter(scope(user, Capability.IMPORT, "office__area__"))


class Roster(models.Model):
    """An uploaded list of groups on its way into the register: read, looked at, saved or dropped."""

    class Purpose(models.TextChoices):
        REGISTER = "register", _("Daftar KIM kantor")
        KIMID = "kimid", _("Daftar dari KIM.ID")

    class State(models.TextChoices):
        READING = "reading", _("sedang dibaca")
        CHOOSING = "choosing", _("menunggu lembar dipilih")
        MAPPING = "mapping", _("menunggu kolom dicocokkan")
        PLANNING = "planning", _("sedang diperiksa")
        READY = "ready", _("siap disimpan")
        SAVING = "saving", _("sedang disimpan")
        SAVED = "saved", _("tersimpan")
        STOPPED = "stopped", _("dibatalkan")
        FAILED = "failed", _("tidak terbaca")

    code = models.CharField(max_length=12, unique=True, default=random_code, editable=False)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="rosters")
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.REGISTER)
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    # Kept only until its rows are read: the rows hold no numbers of 16 digits, the file might.
    file = models.FileField(upload_to="impor/", blank=True)
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=100, blank=True)
    # sheets, headings, columns {column: field}, skipped rows, and after saving the result; see queries.py.
    layout = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(default=timezone.now)
    failure = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField(null=True)
    # When its rows were removed again, because they hold personal data.
    forgotten_at = models.DateTimeField(null=True)

    objects = RosterQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at", "-id"]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_busy(self) -> bool:
        """Whether a background job has it in hand."""
        return self.state in {self.State.READING, self.State.PLANNING, self.State.SAVING}

    @property
    def is_kimid(self) -> bool:
        return self.purpose == self.Purpose.KIMID


class RosterRow(models.Model):
    """One row of a roster: its cells as written, what was chosen for them, and what saving would do."""

    # Found by the constraint's index; one of its own would only slow the writing of 84,000 rows.
    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="rows", db_index=False)
    # As the spreadsheet program shows it, from 1.
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=RowState, default=RowState.PROBLEM)
    # [cell as `rules.cells.kept` gives it], {field: chosen value}, what the planner says of both.
    cells = models.JSONField(default=list)
    choices = models.JSONField(default=dict)
    values = models.JSONField(default=dict)
    changes = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    # Rows with the same one of these are planned together.
    area_code = models.CharField(max_length=20, blank=True)
    kim_number = models.CharField(max_length=40, blank=True)
    group_code = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="row_once_a_roster")]
        indexes = [
            models.Index(fields=["roster", "state", "number"]),
            models.Index(fields=["roster", "area_code"]),
        ]

    def __str__(self) -> str:
        return f"{self.roster_id}:{self.number}"


class RowDecision(models.Model):
    """What somebody decided about a row as a file writes it, for the office's next list that writes it so.

    It holds marks of cells, not the cells, and no value that only the register should hold; so it may outlive the rows.
    """

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=8, choices=Roster.Purpose)
    # The group and the whole row as the file writes them, as marks; see rules/memory.py.
    group_key = models.CharField(max_length=32)
    row_key = models.CharField(max_length=32)
    marks = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "purpose", "group_key", "row_key"], name="decision_once_a_row")
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.group_key[:8]} {self.decided_at:%Y-%m-%d}"
