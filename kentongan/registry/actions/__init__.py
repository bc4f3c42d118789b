"""Verbs that write to the register: one transaction and one event each. ``by=None`` is the system itself."""

from kentongan.registry.actions.channels import add_channel, add_partner, change_channel, change_partner
from kentongan.registry.actions.decrees import add_decree, change_decree
from kentongan.registry.actions.formation import close_case, form_group, note_step, start_case, undo_step
from kentongan.registry.actions.groups import change_group, create_group, end_group, reopen_group
from kentongan.registry.actions.obstacles import (
    add_note,
    add_obstacle_kind,
    change_obstacle_kind,
    create_default_obstacle_kinds,
    note_obstacle,
    reopen_obstacle,
    resolve_obstacle,
)
from kentongan.registry.actions.officers import add_officer, change_officer, erase_contact, erase_officer
from kentongan.registry.actions.places import change_village, rename_village
from kentongan.registry.actions.targets import change_target, drop_target, set_target

__all__ = [
    "add_channel",
    "add_decree",
    "add_note",
    "add_obstacle_kind",
    "add_officer",
    "add_partner",
    "change_channel",
    "change_decree",
    "change_group",
    "change_obstacle_kind",
    "change_officer",
    "change_partner",
    "change_target",
    "change_village",
    "close_case",
    "create_default_obstacle_kinds",
    "create_group",
    "drop_target",
    "end_group",
    "erase_contact",
    "erase_officer",
    "form_group",
    "note_obstacle",
    "note_step",
    "rename_village",
    "reopen_group",
    "reopen_obstacle",
    "resolve_obstacle",
    "set_target",
    "start_case",
    "undo_step",
]
