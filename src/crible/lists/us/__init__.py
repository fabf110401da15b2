"""The lists of the United States beside OFAC's own: the Consolidated Screening List, the Denied Persons List."""
