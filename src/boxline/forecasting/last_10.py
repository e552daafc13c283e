"""The mean of the last ten games played this season."""

from boxline.forecasting.form import Form, N

NAME = "last_10"


def predict(form: Form[N]) -> N:
    """The mean over the last ten games, fewer where there are fewer."""
    return form.last_10
