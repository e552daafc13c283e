"""Which games the archive files can ever have."""

from boxline.catalog import covers

#: Starting pitchers' lines: two regular seasons.
STARTS = covers(["2024", "2025"], "regular")
