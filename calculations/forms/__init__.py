"""What a person types, as documents for the engine's parser, and back: the shape only, never a rule.

Forms hold texts by field name, whether they come from a request or from a stored document: nothing typed is lost.
"""
