"""Kentongan runs a network of KIM, the village information groups of Indonesia."""

__version__ = "0.1.0"
