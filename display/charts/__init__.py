"""Charts: a specification becomes a scene, and a scene becomes SVG (here) or PDF (elsewhere); each has its table."""
