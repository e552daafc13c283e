"""MLB analytics: one file per dataset."""
