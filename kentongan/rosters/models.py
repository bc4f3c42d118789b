"""Lists of groups on their way into the register, row by row."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Office


class Roster(models.Model):
    """An uploaded list of groups on its way into the register: read, looked at, saved or dropped."""

    class Purpose(models.TextChoices):
        REGISTER = "register", _("daftar KIM kantor")
        KIMID = "kimid", _("daftar KIM.ID")

    class State(models.TextChoices):
        READING = "reading", _("sedang dibaca")
        MAPPING = "mapping", _("menunggu kolom dicocokkan")
        PLANNING = "planning", _("sedang diperiksa")
        READY = "ready", _("siap disimpan")
        SAVING = "saving", _("sedang disimpan")
        SAVED = "saved", _("tersimpan")
        FAILED = "failed", _("tidak terbaca")

    code = models.CharField(max_length=12, unique=True)
    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="rosters")
    purpose = models.CharField(max_length=8, choices=Purpose, default=Purpose.REGISTER)
    state = models.CharField(max_length=8, choices=State, default=State.READING)
    file = models.FileField(upload_to="impor/")
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=100, blank=True)
    # Sheets, heading row, headings and {column number: field}, as JSON.
    layout = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    failure = models.TextField(blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at"]

    def __str__(self) -> str:
        return self.file_name


class RosterRow(models.Model):
    """One row of a roster: its cells as written, what was chosen for them, and what saving would do."""

    class State(models.TextChoices):
        PROBLEM = "problem", _("Bermasalah")
        NEW = "new", _("Baru")
        CHANGED = "changed", _("Berubah")
        SAME = "same", _("Sama")
        SKIPPED = "skipped", _("Dilewati")

    roster = models.ForeignKey(Roster, on_delete=models.CASCADE, related_name="rows")
    # As the spreadsheet program shows it, from 1.
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=7, choices=State)
    # {field: text as written}, {field: chosen value}, [{field, code, ...}], {field: [old, new]}.
    cells = models.JSONField(default=dict)
    choices = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    changes = models.JSONField(default=dict)
    group_code = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["roster", "number"], name="row_once_a_roster")]
        indexes = [models.Index(fields=["roster", "state", "number"])]

    def __str__(self) -> str:
        return f"{self.roster_id}:{self.number}"
