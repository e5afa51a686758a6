"""From a paper's data to a PDF file: the press, its fonts, its words."""
