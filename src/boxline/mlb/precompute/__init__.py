"""MLB precompute: one file per dataset."""
