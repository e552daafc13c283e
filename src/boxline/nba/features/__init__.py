"""The families of features that a model is fitted on: each family's columns, and how it is made."""
