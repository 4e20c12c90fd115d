"""The verdict on each block of a web page: evidence, and the judge that weighs it."""
