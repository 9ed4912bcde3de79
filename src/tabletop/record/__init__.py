"""What was done: the file of one game, its lines, its digests, and playing it again."""
