"""What is known of a team before a game: one file for each kind of thing."""
