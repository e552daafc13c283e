"""MLB exports: one file per dataset."""
