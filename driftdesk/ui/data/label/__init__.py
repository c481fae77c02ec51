"""The Label tab: one row at a time, by keyboard, with the model's suggestion."""
