"""A folder of recordings as a site: pages with the player, a feed, what search engines read."""
