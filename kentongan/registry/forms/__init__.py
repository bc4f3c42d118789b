"""What people type into the register: parsed and checked, never written here."""
