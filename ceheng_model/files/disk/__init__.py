"""Write files whole or not at all: each grows beside its place and takes it by one rename."""
