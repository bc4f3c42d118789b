"""Verbs of an import: read a file, look at its rows, save them, forget them."""

from kentongan.rosters.actions.deciding import decide_row, map_columns
from kentongan.rosters.actions.keeping import forget_old_rosters, forget_roster, restart_roster, stop_roster
from kentongan.rosters.actions.reading import choose_sheet, prepare_roster, upload_roster
from kentongan.rosters.actions.saving import save_roster, write_roster

__all__ = [
    "choose_sheet",
    "decide_row",
    "forget_old_rosters",
    "forget_roster",
    "map_columns",
    "prepare_roster",
    "restart_roster",
    "save_roster",
    "stop_roster",
    "upload_roster",
    "write_roster",
]
