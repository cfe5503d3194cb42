"""What is asked: one file per document; `_blocks` holds the groups of questions that documents share."""
