"""The two refusals an action may raise; views translate these and nothing else."""


class Refused(Exception):
    """The person may not do this. The message says why and what to do instead."""


class Conflict(Exception):
    """The state has moved since the person looked. The message says what changed."""
