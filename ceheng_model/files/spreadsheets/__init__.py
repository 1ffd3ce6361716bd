"""Read workbooks cell by cell, whatever program wrote them: .xlsx, .xls and OpenDocument."""
