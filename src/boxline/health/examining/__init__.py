"""What `boxline doctor` looks at, and what it finds."""
