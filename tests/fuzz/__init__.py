"""Inputs spoilt at random, and a second, strict reading of the same bytes that judges what the library makes of them."""
