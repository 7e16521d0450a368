"""`bin/bench`: how fast the product is on this machine, see docs/benchmarks.md. No business rule lives here.

A figure alone says little on a shared machine, so each one is a ratio of two things measured in turn (A B A B …).
"""
