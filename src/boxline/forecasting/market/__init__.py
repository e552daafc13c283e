"""Prices and the market: fair chances, consensus, blends, recommendations and stakes, as arrays."""

from boxline.forecasting.market.belief import believable
from boxline.forecasting.market.blend import blend, fitted_weight
from boxline.forecasting.market.consensus import Consensus, consensus
from boxline.forecasting.market.devig import Devig, fair_probabilities
from boxline.forecasting.market.implied_median import TabulatedFamily, implied_median
from boxline.forecasting.market.movement import Movement, age_minutes, movement
from boxline.forecasting.market.quotes import NO_QUOTE, Quotes
from boxline.forecasting.market.recommendation import Recommendations, recommend
from boxline.forecasting.market.shopping import Offer, best_prices
from boxline.forecasting.market.shrinkage import fitted_slope, shrunken
from boxline.forecasting.market.stakes import Stakes, suggested_stakes

__all__ = [
    "NO_QUOTE",
    "Consensus",
    "Devig",
    "Movement",
    "Offer",
    "Quotes",
    "Recommendations",
    "Stakes",
    "TabulatedFamily",
    "age_minutes",
    "believable",
    "best_prices",
    "blend",
    "consensus",
    "fair_probabilities",
    "fitted_slope",
    "fitted_weight",
    "implied_median",
    "movement",
    "recommend",
    "shrunken",
    "suggested_stakes",
]
