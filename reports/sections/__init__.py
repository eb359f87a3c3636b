"""What a report says: each section is a function from a snapshot, read, to text, tables and charts."""
