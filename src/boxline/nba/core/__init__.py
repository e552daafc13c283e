"""NBA core: one file per dataset."""
