"""What the native decoder computes, by transformers: the same weights, and activations rounded as it rounds them."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.model.loader import LoadedModel
from assistant.model.weight_formats import Panels

_GROUP = 64


def restored(array: NDArray[np.uint8], rows: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The weights that a matrix in the format `Panels` stands for, and the step of each, both (rows, columns)."""
    panels, groups, _ = array.shape
    height = Panels.rows
    scales = np.ascontiguousarray(array[..., : 2 * height]).view(np.float16).astype(np.float32)
    values = array[..., 2 * height :].reshape(panels, groups, _GROUP // 4, height, 4).astype(np.float32) - 128
    steps = np.broadcast_to(scales[:, :, None, :, None], values.shape)
    weight, step = (x.transpose(0, 3, 1, 2, 4).reshape(panels * height, -1)[:rows] for x in (values * steps, steps))
    return weight, step


def reference(model: LoadedModel) -> Any:
    """The model of transformers in float32 with quantised weights and activations."""
    import torch
    from transformers import AutoModelForCausalLM

    network = AutoModelForCausalLM.from_pretrained(model.checkpoint.folder, dtype=torch.float32)
    panels = Panels()
    with torch.no_grad():
        for module in network.modules():
            if not isinstance(module, torch.nn.Linear | torch.nn.Embedding):
                continue
            weight = module.weight.detach().float().numpy()
            rounded, _ = restored(dict(panels.convert("w", weight))["w"], len(weight))
            module.weight = torch.nn.Parameter(torch.from_numpy(rounded.copy()))
            if isinstance(module, torch.nn.Linear):
                module.register_forward_pre_hook(lambda _, inputs: (_rounded(inputs[0]),))
    return network


def _rounded(x: Any) -> Any:
    groups = x.unflatten(-1, (-1, _GROUP))
    step = groups.abs().amax(-1, keepdim=True).clamp_min(1e-30) / 127
    return ((groups / step).round() * step).flatten(-2)
