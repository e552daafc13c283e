"""Starting pitchers before their starts: what is known of them, and what is expected."""
