"""Documents of every format to blocks that may belong to the article, one file a format."""
