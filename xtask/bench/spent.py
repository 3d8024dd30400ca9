"""Runs a command, and writes what it cost with all that it started.

usage: spent.py REPORT COMMAND [ARG ...]

The report has CPU seconds, seconds on the clock, and the most bytes that one of its processes held.
"""

import resource
import subprocess
import sys
import time


def main():
    report, *command = sys.argv[1:]
    begin = time.monotonic()
    ended = subprocess.run(command, check=False)
    wall = time.monotonic() - begin
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    with open(report, "w", encoding="utf-8") as file:
        file.write(f"{usage.ru_utime + usage.ru_stime} {wall} {peak}\n")
    sys.exit(ended.returncode)


main()
