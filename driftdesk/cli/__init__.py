"""The command line: Typer commands, each a thin call on Desk. ``docs/cli.md`` documents them by examples."""
