"""The warehouse on BigQuery: its tables there, and the one write of DuckDB's code beside them."""

from boxline.stores.bigquery.address import Address, address_of

__all__ = ["Address", "address_of"]
