"""Read an edited workbook back."""
