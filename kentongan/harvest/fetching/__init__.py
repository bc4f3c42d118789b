"""Visiting: an address becomes what a server answered, or a plain trouble. The only part of the harvest that knows the network."""

from kentongan.harvest.fetching.robots import Doors, ask_robots, require
from kentongan.harvest.fetching.visiting import fetch_once, visit
from kentongan.harvest.fetching.visitors import Visitors

__all__ = ["Doors", "Visitors", "ask_robots", "fetch_once", "require", "visit"]
