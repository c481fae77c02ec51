"""How well a model does while data arrives: measured where labels are known, estimated where they are not."""
