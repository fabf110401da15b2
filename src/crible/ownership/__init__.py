"""Who stands behind it? The 50 % rules, with the arithmetic shown: still an empty room."""
