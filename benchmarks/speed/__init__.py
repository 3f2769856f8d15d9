"""What `make bench` measures: seconds and memory of whole processes, always beside another program on the same file."""
