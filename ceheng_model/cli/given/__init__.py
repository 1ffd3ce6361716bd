"""Turn what is typed of another place, in options or in an interview, into what a plan folder is made of."""
