"""Two leagues small enough to see whole, run as real ones are. Their ids are the same."""
