"""Applying policies to what the analysis found."""
