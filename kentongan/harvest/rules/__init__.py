"""What harvest decides: plain values in, values and their reasons out."""
