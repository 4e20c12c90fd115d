"""Recordings looked at again: is what is heard what the record says, and fit to be delivered?"""
