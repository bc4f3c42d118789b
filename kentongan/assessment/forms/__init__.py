"""What people type about instruments and lists."""
