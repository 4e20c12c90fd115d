"""Subscription -> Entry...: what a feed, a sitemap, a page, a folder or a list names tonight.

``find.find`` is the door; all that goes over the network goes through a ``politeness.Fetcher``.
"""
