"""Games that are on: what is fetched of them, and their lines."""
