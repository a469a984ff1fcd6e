"""The architecture language: text to positioned nodes, to steps, to the entries of a network."""
