"""`cnncalc check`: files found, examined, judged and reported."""
