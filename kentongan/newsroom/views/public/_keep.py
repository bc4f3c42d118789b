"""The one door to finished pages."""

from kentongan.core.finished import kept

__all__ = ["kept"]
