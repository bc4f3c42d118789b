"""Invented sites of the demo's groups, in the shapes such sites have, for the harvest to visit on this machine."""
