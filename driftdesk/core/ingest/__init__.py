"""Files in: detection, preview, inference, streaming readers."""
