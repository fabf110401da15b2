"""The United Kingdom's lists: the UK Sanctions List of the FCDO, and OFSI's consolidated list that it replaced."""
