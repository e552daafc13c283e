"""What a compiled statement has to be so that BigQuery runs it as it was meant."""

from boxline.catalog.bigquery.lint import refused
from boxline.catalog.bigquery.numbers import Schema, schema_of

__all__ = ["Schema", "refused", "schema_of"]
