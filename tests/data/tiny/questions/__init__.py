"""The questions of a project elsewhere, for tests."""
