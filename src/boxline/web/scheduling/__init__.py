"""What a server starts by itself, and when."""
