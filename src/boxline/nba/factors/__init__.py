"""What rest, a match-up, a pace and absent team-mates are worth: one file per factor.

Weights, thresholds and ranges are those of the rule systems that users know. Where a rule was not
what it said, it is here what it should have been, and its function says so. Each stands once.
"""
