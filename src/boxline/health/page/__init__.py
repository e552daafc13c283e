"""`v1/health.json` and `v1/status.json`, part by part."""
