"""What several tests use: validators of Word files, pictures of them, and which programs are there."""
