"""Pages of this room: the list, a case's frame and its own tabs, and the steps it takes."""
