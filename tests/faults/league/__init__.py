"""A league with one dataset per layer: small enough to be killed at every effect that it has."""
