"""From graded predictions to what is told of them: scores, market, bets, verdict."""
