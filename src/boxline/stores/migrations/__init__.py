"""How the tables of a ledger on Postgres came to be what they are."""

from boxline.stores.migrations.upgrading import bring_up_to_date

__all__ = ["bring_up_to_date"]
