"""Write finished analyses as documents: a Word brief, a live Excel workbook."""
