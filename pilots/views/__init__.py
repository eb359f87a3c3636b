"""Pages of this room: the pilots, the start of one, one by itself, its numbers and its decision."""
