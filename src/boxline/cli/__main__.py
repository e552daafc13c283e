"""`python -m boxline.cli`: the same program where its script is not at hand."""

from boxline.cli.app import main

main()
