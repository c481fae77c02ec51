"""Parts of the Evaluate panel: one evaluation, two held against each other, and what is drawn of them."""
