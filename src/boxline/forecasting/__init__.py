"""Forecasting: arrays in, arrays out; it knows no storage."""
