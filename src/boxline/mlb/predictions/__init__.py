"""MLB predictions: one file per dataset."""
