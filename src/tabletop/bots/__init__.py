"""Who else sits there: players that are given a question and nothing else."""
