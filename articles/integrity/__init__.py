"""Whether the rows agree with each other, in all the ways that no database sees to by itself.

Nothing is written. `manage.py verify_integrity` says what is found.
"""

from .elsewhere import problems_elsewhere
from .problem import Problem
from .stories import problems_in_stories

__all__ = ["Problem", "problems_elsewhere", "problems_in_stories"]
