"""What an expression has to be so that Spark gives the rows that the warehouse gives."""

from boxline.catalog.spark.compiler import for_spark
from boxline.catalog.spark.lint import refused
from boxline.catalog.spark.scripts import script, steps

__all__ = ["for_spark", "refused", "script", "steps"]
