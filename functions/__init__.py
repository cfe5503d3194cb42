"""The door: validate, render and read as HTTP functions."""
