"""The what-if page for planners: ``python -m ceheng_model.app`` serves it to this machine's browser."""
