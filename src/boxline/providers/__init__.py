"""How each provider is spoken to: one file per provider."""
