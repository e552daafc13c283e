"""Why a prediction is what it is: what can be told of it from rows and models."""
