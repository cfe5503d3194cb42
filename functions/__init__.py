"""The door: validate, render, read and summary as HTTP functions."""
