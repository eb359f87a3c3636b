"""The methods of calculation: what each makes of the same lines."""
