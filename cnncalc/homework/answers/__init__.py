"""What is read of an answer, one form a file; `cnncalc.homework.reading` is the way in."""
