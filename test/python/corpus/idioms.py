"""Ways in which one layer is written: aliases, partials, dictionaries, conditions, functions."""
import collections
from functools import partial

import torch
import torch.nn as nn
from torch import nn as N
from torch.nn import ConvTranspose2d as Up
from torch.nn import functional as TF

Deconv = nn.ConvTranspose2d
UpX2 = partial(nn.ConvTranspose2d, kernel_size=4, stride=2, padding=1)
OPTIONS = dict(kernel_size=3, stride=2, padding=1, output_padding=1)
SIZES = {"small": 8, "large": 32}


def up_block(cin, cout, k=4, s=2, p=1, norm=True, act=nn.ReLU):
    layers = [nn.ConvTranspose2d(cin, cout, k, s, p, bias=not norm)]
    if norm:
        layers.append(nn.BatchNorm2d(cout))
    if act is not None:
        layers += [act()]
    return nn.Sequential(*layers)


class Aliases(nn.Module):
    width = 8

    def __init__(self, transposed=True):
        super().__init__()
        w = self.width
        self.a = Deconv(w, 2 * w, 2, 2)
        self.b = UpX2(2 * w, SIZES["large"])
        self.c = N.ConvTranspose2d(SIZES["large"], w, **OPTIONS)
        self.d = Up(w, w, (3, 5), stride=(1, 2), padding=(1, 2)) if transposed else nn.Identity()
        self.e = nn.Sequential(collections.OrderedDict([
            ("up", nn.ConvTranspose2d(w, 4, 3, dilation=2)),
            ("act", nn.ReLU()),
        ]))
        self.f = up_block(4, 6)
        self.g = up_block(6, 2, norm=False, act=None)
        self.blocks = nn.ModuleDict({"x": nn.ConvTranspose2d(2, 2, 1, 1.0 and 1)})
        self.weight = nn.Parameter(torch.randn(2, 3, 4, 4))

    def forward(self, x):
        x = self.d(self.c(self.b(self.a(x))))
        x = self.g(self.f(self.e.up(x)))
        x = self.blocks["x"](x)
        return TF.conv_transpose2d(x, self.weight, stride=2, padding=1)


class Unfolded(nn.Module):
    def __init__(self):
        super().__init__()
        self.unfold = nn.Unfold(kernel_size=3, padding=1, stride=2)
        self.fold = nn.Fold(output_size=(10, 12), kernel_size=3, padding=1, stride=2)

    def forward(self, x):
        u = self.unfold(x)
        y = self.fold(u)
        v = TF.unfold(y, (2, 4), dilation=1)
        return TF.fold(v, output_size=(10, 12), kernel_size=(2, 4))


if __name__ == "__main__":
    Aliases()(torch.zeros(1, 8, 5, 6))
    Unfolded()(torch.ones(2, 4, 10, 12))
