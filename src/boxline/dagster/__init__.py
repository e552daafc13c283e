"""A Dagster code location of one home, for teams that use Dagster: its graph, partitions, checks
and schedules. The truth stays in the home's own commits."""

from boxline.dagster.location import definitions

__all__ = ["definitions"]
