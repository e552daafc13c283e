"""What acts on a home over HTTP: tokens, orders, and the processes that carry them out."""
