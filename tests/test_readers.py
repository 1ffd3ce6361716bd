"""What every reader sees, in every state of every command: no identifier, nothing of the other language."""

from pathlib import Path

DATA = Path(__file__).parent / "readers"
PLANS = ("ceheng-2022-2024", "yunnan-rural-2022-2024", "zhejiang-2027")
