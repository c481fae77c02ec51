"""Who does the work: a runner claims jobs and runs each in a warm child process."""
