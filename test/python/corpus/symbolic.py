"""Nothing calls these modules, so that their sizes stay letters and names."""
from dataclasses import dataclass

import torch
from jaxtyping import Float
from torch import Tensor, nn
from torch.nn import *


@dataclass
class DecoderConfig:
    width: int = 32
    depth: int = 3


class Decoder(nn.Module):
    def __init__(self, config: DecoderConfig = DecoderConfig()):
        super().__init__()
        self.blocks = nn.ModuleList(
            [nn.ConvTranspose2d(config.width * 2 ** (i + 1), config.width * 2 ** i, 4, 2, 1)
             for i in reversed(range(config.depth))]
        )

    def forward(self, x):
        for block in self.blocks:
            x = torch.relu(block(x))
        return x


class Open(Module):
    def __init__(self, in_channels, out_channels, scale, args, n):
        super().__init__()
        self.up = ConvTranspose2d(in_channels, out_channels // 2, 2 * scale, stride=scale, padding=scale // 2)
        self.more = nn.Sequential(*[nn.ConvTranspose2d(args.width, args.width, 4, 2, 1) for _ in range(n)])
        self.last = nn.ConvTranspose2d(args.width, 3, **args.options)
        self.lazy = nn.LazyConvTranspose2d(out_channels, 3)

    def forward(self, x):
        x = self.up(x)
        return self.last(self.more(x))


class Typed(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(512, 256, 2, 2)

    def forward(self, x: Float[Tensor, "batch 512 4 6"]) -> Float[Tensor, "batch 256 8 12"]:
        return self.up(x)


class Unused(nn.Module):
    def __init__(self, flag):
        super().__init__()
        if False:
            self.never = nn.ConvTranspose2d(1, 2, 3)
        self.either = nn.ConvTranspose2d(4, 8, 3) if flag else nn.ConvTranspose2d(4, 8, 5, padding=1)

    def forward(self, x):
        return self.either(x)

    def export(self):
        def inner():
            return nn.ConvTranspose2d(9, 9, 9)

        return inner


def make(kind):
    match kind:
        case "a":
            return nn.ConvTranspose2d(6, 5, 4)
        case _:
            return lambda: nn.ConvTranspose2d(5, 4, 3)


def broken(x):
    try:
        return nn.functional.conv_transpose2d(x, torch.ones(4, 2, 3, 3), stride=2)
    except RuntimeError:
        return torch.conv_transpose2d(x, torch.ones(4, 2, 5, 5))
