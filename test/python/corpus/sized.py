"""Decoders whose sizes come from somewhere else than their arguments: output_size, indices, defaults, views."""
from dataclasses import dataclass, field
from functools import partial
from typing import List, Optional

import torch
import torch.nn as nn
import torch.nn.functional as F

deconv = partial(nn.ConvTranspose2d, kernel_size=4, stride=2, padding=1)
geometry = dict(kernel_size=3, stride=2)


class SegNet(nn.Module):
    def __init__(self, num_classes=12):
        super().__init__()
        self.enc1 = nn.Conv2d(3, 16, 3, padding=1)
        self.enc2 = nn.Conv2d(16, 32, 3, padding=1)
        self.pool = nn.MaxPool2d(2, 2, return_indices=True)
        self.unpool = nn.MaxUnpool2d(2, 2)
        self.dec2 = nn.Sequential(nn.ConvTranspose2d(32, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU())
        self.dec1 = nn.ConvTranspose2d(16, num_classes, 3, padding=1)

    def forward(self, x):
        x = self.enc1(x)
        first = x.size()
        x, indices1 = self.pool(x)
        x = self.enc2(x)
        second = x.size()
        x, indices2 = F.max_pool2d(x, 2, return_indices=True)
        x = self.unpool(x, indices2, output_size=second)
        x = self.dec2(x)
        x = self.unpool(x, indices1, output_size=first)
        return self.dec1(x)


class Ladder(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(8, 8, 3, stride=2, padding=1)
        self.up = nn.ConvTranspose2d(8, 8, 3, stride=2, padding=1)
        self.single = nn.ConvTranspose2d(8, 4, 3, stride=(2,), padding=(1,), output_padding=(1,), dilation=(1,))

    def forward(self, x):
        y = self.up(self.down(x), output_size=x.size())
        return self.single(y)


class Unbatched(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(8, 4, 3, stride=2, padding=1)
        self.line = nn.ConvTranspose1d(8, 4, 3, stride=2, padding=1)

    def forward(self, x, y):
        return self.up(x, output_size=(10, 11)), self.line(y, output_size=[8, 4, 14])


@dataclass
class Config:
    rates: List[int] = field(default_factory=lambda: [8, 4, 2])
    kernels: List[int] = field(default_factory=lambda: [16, 8, 4])
    channels: int = 64


class Vocoder(nn.Module):
    def __init__(self, config: Config):
        super().__init__()
        self.ups = nn.ModuleList()
        for i, (u, k) in enumerate(zip(config.rates, config.kernels)):
            c = config.channels // 2**i
            self.ups.append(nn.ConvTranspose1d(c, c // 2, k, u, padding=(k - u) // 2))

    def forward(self, x):
        for up in self.ups:
            x = up(F.leaky_relu(x, 0.1))
        return x


class Decoder(nn.Module):
    def __init__(self, latent: int = 16, widths: Optional[List[int]] = None):
        super().__init__()
        if widths is None:
            widths = [8, 16, 32]
        self.linear = nn.Linear(latent, widths[-1] * 4)
        widths.reverse()
        modules = []
        for i in range(len(widths) - 1):
            modules.append(
                nn.Sequential(
                    nn.ConvTranspose2d(widths[i], widths[i + 1], 3, stride=2, padding=1, output_padding=1),
                    nn.BatchNorm2d(widths[i + 1]),
                )
            )
        self.body = nn.Sequential(*modules)
        self.last = nn.ConvTranspose2d(widths[-1], 3, **geometry)

    def forward(self, z):
        x = self.linear(z).view(-1, 32, 2, 2)
        return self.last(self.body(x))


class ScaledUp(nn.ConvTranspose2d):
    def __init__(self, c, scale=2):
        super().__init__(c, c // 2, kernel_size=2 * scale, stride=scale, padding=scale // 2)


class Modulated(nn.Module):
    def __init__(self, cin, cout, kernel):
        super().__init__()
        self.cout = cout
        self.kernel = kernel
        self.weight = nn.Parameter(torch.randn(1, cout, cin, kernel, kernel))

    def forward(self, x):
        batch, cin, height, width = x.shape
        weight = self.weight.repeat(batch, 1, 1, 1, 1).transpose(1, 2)
        weight = weight.reshape(batch * cin, self.cout, self.kernel, self.kernel)
        x = x.view(1, batch * cin, height, width)
        return F.conv_transpose2d(x, weight, stride=2, groups=batch)


if __name__ == "__main__":
    SegNet()(torch.rand(2, 3, 13, 18))
    Ladder()(torch.rand(1, 8, 12, 15))
    Unbatched()(torch.rand(8, 5, 6), torch.rand(3, 8, 7))
    Vocoder(Config())(torch.rand(1, 64, 10))
    Decoder()(torch.rand(4, 16))
    nn.Sequential(ScaledUp(8), ScaledUp(4, scale=4), deconv(2, 5))(torch.rand(1, 8, 6, 6))
    Modulated(4, 6, 3)(torch.rand(2, 4, 5, 5))
