"""The one error of the start-up door."""


class Trouble(Exception):
    """Ends the start; its words are shown to the person as they are."""


def last_lines(output: str, count: int = 12) -> str:
    lines = [line for line in output.strip().splitlines() if line.strip()]
    return "\n".join(f"    {line}" for line in lines[-count:])
