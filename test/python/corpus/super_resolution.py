"""Super-resolution by a final transposed convolution, and by its subclass."""
import math

import torch
from torch import nn


class UpsampleX(nn.ConvTranspose2d):
    """Doubles, triples ... the size without a choice of padding."""

    def __init__(self, channels, factor):
        super().__init__(channels, channels, kernel_size=2 * factor - factor % 2, stride=factor,
                         padding=math.ceil((factor - 1) / 2))


class FSRCNN(nn.Module):
    def __init__(self, scale_factor, num_channels=1, d=56, s=12, m=4):
        super().__init__()
        self.first_part = nn.Sequential(
            nn.Conv2d(num_channels, d, kernel_size=5, padding=5 // 2),
            nn.PReLU(d),
        )
        self.mid_part = [nn.Conv2d(d, s, kernel_size=1), nn.PReLU(s)]
        for _ in range(m):
            self.mid_part.extend([nn.Conv2d(s, s, kernel_size=3, padding=3 // 2), nn.PReLU(s)])
        self.mid_part.extend([nn.Conv2d(s, d, kernel_size=1), nn.PReLU(d)])
        self.mid_part = nn.Sequential(*self.mid_part)
        self.last_part = nn.ConvTranspose2d(d, num_channels, kernel_size=9, stride=scale_factor, padding=9 // 2,
                                            output_padding=scale_factor - 1)

    def forward(self, x):
        x = self.first_part(x)
        x = self.mid_part(x)
        x = self.last_part(x)
        return x


class Laplacian(nn.Module):
    def __init__(self, levels=2):
        super().__init__()
        self.feature = nn.Conv2d(1, 16, 3, 1, 1)
        for i in range(levels):
            self.add_module(f"up{i}", UpsampleX(16, 2))
        self.levels = levels
        self.shuffle = nn.Sequential(nn.Conv2d(16, 4, 3, padding=1), nn.PixelShuffle(2))

    def forward(self, x):
        x = self.feature(x)
        for i in range(self.levels):
            x = getattr(self, f"up{i}")(x)
        return self.shuffle(x)


def main():
    lowres = torch.randn(1, 1, 24, 20)
    FSRCNN(scale_factor=3)(lowres)
    Laplacian()(lowres)


if __name__ == "__main__":
    main()
