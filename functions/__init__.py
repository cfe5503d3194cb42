"""The door: validate and render as HTTP functions."""
