"""The grid: every cell that should exist, what is held of it, and what is told of it."""
