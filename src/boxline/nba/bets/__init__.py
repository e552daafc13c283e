"""Bets: who is a candidate, what refuses one, why, and what they come to."""
