"""Two worked tables on top of the league of `tests.faults`: models, and what they expect."""
