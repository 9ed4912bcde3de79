"""The whole game as numbered lines, for screen readers, pipes and logs."""
