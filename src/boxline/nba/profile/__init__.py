"""What is told of one player and his season: parts of his document, each with its rows."""
