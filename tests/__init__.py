"""Tests: one file per module of the engine, plus contracts over every form, kind and template."""
