"""What a group's page and others show of assessment."""
