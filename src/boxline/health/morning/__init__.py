"""The morning report: what the night brought, what tonight lacks, and what nobody can tell."""
