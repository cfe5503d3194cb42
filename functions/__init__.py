"""The door: validate, render, read and summary as HTTP functions."""

import gc

# What is loaded at the start stays: the collector would look through it hundreds of times and find nothing. Once all
# is loaded, `functions.main` sets it to its usual threshold again.
USUAL = gc.get_threshold()
gc.set_threshold(100_000)
