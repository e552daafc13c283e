"""What is asked for again, so that gaps close."""
