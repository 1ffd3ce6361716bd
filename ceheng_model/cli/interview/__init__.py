"""Ask for a plan on a terminal: nothing that is given is lost, and all of it is seen before it is written."""
