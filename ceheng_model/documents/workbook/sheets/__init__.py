"""Write the sheets of the workbook."""
