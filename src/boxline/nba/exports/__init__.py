"""NBA exports: one file per dataset."""
