"""What moves more than one room: steps of the agreement, reactions to them, the plan kept true to the terms."""
