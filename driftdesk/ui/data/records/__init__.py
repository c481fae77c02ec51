"""The Records tab: any row of a version at once, found, filtered, sorted, and edited in a draft until it is committed."""
