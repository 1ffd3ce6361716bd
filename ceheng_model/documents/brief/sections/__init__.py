"""Say what the brief reports, section by section."""
