"""Where a network is trained, and in which numbers: device, mixed precision, repeatability.

That a run ends with the same weights bit for bit is promised on the CPU (with the same thread count). On CUDA and MPS the
deterministic kernels are asked for, which is as near as those come: some have none.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any, Literal

import torch

from driftdesk.core.errors import TrainingError

Device = Literal["auto", "cpu", "cuda", "mps"]


def choose_device(wanted: Device) -> torch.device:
    """``auto``: CUDA where there is one, else MPS, else the CPU. Raises TrainingError where the device is not there."""
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if wanted == "auto":
        return torch.device(next(name for name, found in there.items() if found))
    if not there[wanted]:
        names = ", ".join(name for name, found in there.items() if found)
        raise TrainingError(
            f"There is no device {wanted!r} on this machine, or this build of torch {torch.__version__} does not know it.",
            f"Set device=auto to take the best one there is. Here: {names}.",
        )
    return torch.device(wanted)


@dataclass(frozen=True)
class Arithmetic:
    """How a step calculates. Mixed precision is bfloat16 where the device has it (CPU, MPS, CUDA since Ampere), else float16
    with scaled gradients; weights, optimiser, validation and predictions are float32 in any case."""

    device: torch.device
    mixed: bool

    @property
    def dtype(self) -> torch.dtype:
        old = self.device.type == "cuda" and not torch.cuda.is_bf16_supported()
        return torch.float16 if old else torch.bfloat16

    def forward(self) -> AbstractContextManager[Any]:
        """What the forward pass and the loss of a step run in."""
        return torch.autocast(self.device.type, self.dtype) if self.mixed else nullcontext()

    def scaler(self) -> torch.amp.GradScaler:
        """Keeps small gradients of float16 from becoming 0; does nothing for the other types."""
        return torch.amp.GradScaler(self.device.type, enabled=self.mixed and self.dtype is torch.float16)


def random_state(device: torch.device) -> dict[str, torch.Tensor]:
    """The state of torch's global random numbers, of the CPU and of ``device``."""
    state = {"random": torch.get_rng_state()}
    if device.type == "cuda":
        state["random_device"] = torch.cuda.get_rng_state(device)
    elif device.type == "mps":
        state["random_device"] = torch.mps.get_rng_state()
    return state


def set_random_state(device: torch.device, state: dict[str, torch.Tensor]) -> None:
    """Take back what ``random_state`` gave. On another device than that one its numbers go on as they are."""
    torch.set_rng_state(state["random"])
    there = state.get("random_device")
    if there is None:
        return
    if device.type == "cuda":
        torch.cuda.set_rng_state(there, device)
    elif device.type == "mps":
        torch.mps.set_rng_state(there)


@contextmanager
def repeatable(device: torch.device) -> Iterator[None]:
    """Ask an accelerator for deterministic kernels, without failing where it has none. The CPU's are so already, at one
    thread count."""
    if device.type == "cpu":
        yield
        return
    before = (
        torch.are_deterministic_algorithms_enabled(),
        torch.is_deterministic_algorithms_warn_only_enabled(),
    )
    torch.use_deterministic_algorithms(True, warn_only=True)
    try:
        yield
    finally:
        torch.use_deterministic_algorithms(before[0], warn_only=before[1])
