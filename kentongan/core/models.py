"""The audit trail: who changed what, when, from what to what."""

from django.conf import settings
from django.db import models


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def about(self, kind: str, key: str) -> "AuditEventQuerySet":
        """Events of one thing, newest first."""
        return self.filter(subject_kind=kind, subject_key=key)


class AuditEvent(models.Model):
    """One change that happened. Append-only; only an erasure of personal data may blank values in it."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    # A verb and the thing's kind as code words: "change", "group".
    verb = models.CharField(max_length=40)
    subject_kind = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=80)
    subject_label = models.CharField(max_length=200)
    area_code = models.CharField(max_length=13, blank=True)
    # {"field": [before, after]}, values as they are shown, JSON-safe.
    changes = models.JSONField(default=dict)
    reason = models.TextField(blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_key", "-at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_kind} {self.subject_key}"


class Worker(models.Model):
    """A background worker that said it was alive at ``seen_at``; jobs of a silent one are given back."""

    id = models.CharField(max_length=64, primary_key=True)
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.id


class ScheduledJob(models.Model):
    """When a periodic job is due next. The row is the lock: whoever moves ``due_at`` enqueues the job."""

    name = models.CharField(max_length=100, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.due_at:%Y-%m-%d %H:%M}"


class ForgottenPages(models.Model):
    """Finished pages that tell of these tags are stale: written with the change itself, followed by every machine that keeps pages."""

    # Drawn by chance: tells rows of this database from those of one that was restored.
    mark = models.BigIntegerField()
    tags = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk} {' '.join(self.tags)}"
