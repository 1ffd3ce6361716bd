"""Serve the what-if page to this machine, with what needs Python behind it."""
