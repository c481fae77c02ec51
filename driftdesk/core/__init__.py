"""What DriftDesk knows and does, without Qt: rooms that import only what stands below them."""
