"""What happens: the world, its rules, and the clock."""
