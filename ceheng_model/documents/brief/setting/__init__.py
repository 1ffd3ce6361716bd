"""Set a composed brief on paper and on a page."""
