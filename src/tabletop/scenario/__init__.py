"""What the author wrote: the scenario language, its files and its checks."""
