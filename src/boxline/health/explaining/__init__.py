"""One cell, one player or one prediction explained: what it is made of, and what rests on it."""
