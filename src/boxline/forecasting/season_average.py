"""The mean of the season to date."""

from boxline.forecasting.form import Form, N

NAME = "season_average"


def predict(form: Form[N]) -> N:
    """The mean over all earlier games of the season."""
    return form.season
