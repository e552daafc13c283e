"""Values and pure functions that every league shares."""
