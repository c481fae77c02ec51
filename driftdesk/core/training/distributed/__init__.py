"""Several processes of one machine that learn one network together, each from its own part of the rows."""
