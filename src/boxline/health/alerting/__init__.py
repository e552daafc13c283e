"""Alerts: what fires, what of it is told to whom, and whether it arrived."""
