"""Did it drift? Methods that compare two samples, and the verdict: an effect over its threshold, and evidence."""
