"""One file for each version of the tables; Alembic reads them."""
