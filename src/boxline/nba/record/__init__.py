"""The record of all systems: errors, intervals and bets by days, and over spans of them."""
