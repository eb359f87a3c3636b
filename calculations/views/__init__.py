"""Pages of this room: today's process, lines, results, workings, checks, files, and the two steps that freeze."""
