"""What is told of one player before tonight's game: parts of his document, each with its rows."""
