"""Writes the most frequent of leaked passwords, of at least eight characters, as Debian's python3-zxcvbn has them."""

import pathlib
import sys

from zxcvbn.frequency_lists import FREQUENCY_LISTS

words = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= 8]
pathlib.Path(sys.argv[1]).write_text("\n".join(words) + "\n")
