"""Boxline: box scores and betting lines into graded player-prop predictions."""
