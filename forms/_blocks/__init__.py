"""Groups of questions that several documents share, one file each, and the policy they read."""
