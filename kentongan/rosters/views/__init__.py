"""The face of the room: the import wizard and the exports."""
