"""How the data stands against what should exist."""
