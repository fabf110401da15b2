"""What is being traded? The bytes of a document in, transactions out, and every row accounted for.

Nothing is guessed: columns nobody knows are carried, values that can be read in two ways are not used and
remarked on, rows that cannot be read are refused one by one; a file that cannot be trusted raises.
"""

from crible.intake.freetext import mentions
from crible.intake.jsonfile import transaction_schema
from crible.intake.read import read
from crible.intake.report import Column, Intake, Report

__all__ = ["Column", "Intake", "Report", "mentions", "read", "transaction_schema"]
