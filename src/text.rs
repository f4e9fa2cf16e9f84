//! Text that came from outside: made safe to show, folded for matching, measured in cells.
