"""Groups of questions that its forms share."""
