"""Run ``python -m ceheng_model.app``."""

from ceheng_model.app.serving import main

if __name__ == "__main__":
    main()
