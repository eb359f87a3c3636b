"""Tests of signing in, sessions and roles."""
