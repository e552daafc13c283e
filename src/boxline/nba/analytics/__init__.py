"""NBA analytics: one file per dataset."""
