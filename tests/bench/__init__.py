"""`make bench`: how fast documents are made, against docxtpl and against what compression alone costs."""
