"""What is known of a player before a game, one idea per module."""
