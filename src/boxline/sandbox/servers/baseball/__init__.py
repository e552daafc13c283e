"""Servers of the baseball league's data providers."""
