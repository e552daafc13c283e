"""MLB core: one file per dataset."""
