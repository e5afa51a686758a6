"""From a file of any kind to raw text, in a child process with limits."""
