"""How forecasts are judged: arrays in, plain values out, which JSON can show.

A figure comes with its n, and is None where n is 0. Missing is NaN in what goes in; rows that lack
what a figure needs are left out of it.
"""
