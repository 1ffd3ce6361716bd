"""Write what the sheets compute as formulas, and say where their cells stand."""
