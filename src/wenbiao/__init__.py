"""The machine: turns a Pydantic form and a Word template into an online form and a filled document."""

__version__ = "0.1.0"
