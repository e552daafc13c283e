"""The planner and the runner: what should exist, what does, and the work between them."""
