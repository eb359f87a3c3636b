"""Real people's ways through the real product: its processes, its pages, a browser."""
