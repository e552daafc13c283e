"""How a number came out beside a line, and so the side of it that a bet is on."""

OVER, UNDER, PUSH = "OVER", "UNDER", "PUSH"
