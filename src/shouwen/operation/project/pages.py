"""The pages as a page process has them: it ends with the process that started it."""

from shouwen.operation.project.serving import end_with_parent
from shouwen.operation.project.wsgi import application

__all__ = ["application"]

end_with_parent()
