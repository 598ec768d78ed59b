"""python -m shouwen.command"""

from shouwen.command import main

main()
