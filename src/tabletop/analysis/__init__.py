"""What games mean: many of them at once."""
