"""A player's and a team's form: which statistics are followed, and the sums that tell it."""
