"""Pure decisions of an import: which column is what, what a cell says, what saving would do."""
