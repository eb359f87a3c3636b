"""Pages of a case: the list, the frame's own tabs, and the steps it takes."""
