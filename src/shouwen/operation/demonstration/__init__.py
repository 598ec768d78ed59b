"""A made-up organisation to look at: who works there, weeks that have passed, a day that goes on. All from a seed."""
