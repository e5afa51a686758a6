"""The words of the walk: what someone gets who asks for a page.

The columns are nobody, someone with every function in another agreement and none in this, the association's coordinator, the
municipality's coordinator, a reader of the municipality's, the operator (who has no function).
"""

from __future__ import annotations

LOGIN, OPEN, AWAY, DONE, NOT_YOU, GONE, WRONG = "to the login", 200, 302, 303, 403, 404, 422
PEOPLE = ("stranger", "maria", "karin", "reader", "operator")

Pages = dict[str, tuple[object, ...]]
