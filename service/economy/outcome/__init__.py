"""What has been used of each budget post, entered by the association at each follow-up, and what that leads to."""
