"""NBA precompute: one file per dataset."""
