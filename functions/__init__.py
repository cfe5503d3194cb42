"""The door: validate, render, read and summary as HTTP functions."""

import gc

# What is loaded at the start stays, and a request leaves few cycles behind: the collector finds next to nothing, and
# with Python's own threshold of 700 looks for it hundreds of times before the first request is served.
gc.set_threshold(100_000)
