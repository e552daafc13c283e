"""Settings: declared once, read once, and passed down as values."""

from boxline.config.reading import Read, explain_settings, read_settings, variables_of
from boxline.config.settings import Settings

__all__ = ["Read", "Settings", "explain_settings", "read_settings", "variables_of"]
