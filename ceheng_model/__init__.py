"""Project incomes."""
