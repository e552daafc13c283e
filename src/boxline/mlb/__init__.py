"""MLB: one folder per layer, one file per dataset."""
