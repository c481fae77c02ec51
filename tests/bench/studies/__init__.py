"""What both studies of detection quality share: laws to draw from, cells with seeds of their own, tables in the docs."""
