"""The forms that the benchmark renders."""
