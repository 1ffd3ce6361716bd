"""Run ``python -m ceheng_model`` as ``ceheng``."""

from ceheng_model.cli import main

if __name__ == "__main__":
    main()
