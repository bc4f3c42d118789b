"""Pure decisions of the insights room: what the figures mean, how they are said, and where they are drawn."""
