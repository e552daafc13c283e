"""MLB raw: one file per dataset."""
