"""Plans against what was done elsewhere: costs by analogy, totals, money by year, conditions."""
