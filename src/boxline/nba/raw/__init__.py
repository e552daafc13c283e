"""NBA raw: one file per dataset."""
