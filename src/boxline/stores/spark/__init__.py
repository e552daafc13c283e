"""A Spark cluster that computes long windows; nothing of Spark is imported before one is needed."""

from boxline.stores.spark.cluster import SparkCluster

__all__ = ["SparkCluster"]
