"""For whoever runs the installation: how it fares, who may log in, what has been done, copies, a mail to try with."""
