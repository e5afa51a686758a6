"""PDF files signed by certificate: those signed elsewhere are examined, our own are sealed."""
