"""NBA predictions: one file per dataset."""
