"""The pages of repayment: what can be claimed and how it is reckoned, a claim and its answer, payments and waivers."""
