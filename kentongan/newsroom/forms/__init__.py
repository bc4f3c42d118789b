"""What people type in the newsroom, read kindly."""
