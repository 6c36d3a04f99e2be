"""A segmentation network with an atrous head, layers that are yielded, and shapes that are checked on the way."""
from dataclasses import dataclass, field
from typing import Optional, Sequence

import torch
from torch import Tensor, nn
from torch.nn import functional as F


@dataclass
class HeadConfig:
    channels: int = 24
    rates: Sequence[int] = (1, 2, 4)
    num_classes: int = 7
    deconv: Optional[dict] = None
    extra: list = field(default_factory=list)


class ASPP(nn.Module):
    def __init__(self, in_ch: int, out_ch: int, rates):
        super().__init__()
        self.branches = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(in_ch, out_ch, 3, padding=rate, dilation=rate, bias=False),
                nn.BatchNorm2d(out_ch),
                nn.ReLU(inplace=True),
            )
            for rate in rates
        )
        self.pool = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Conv2d(in_ch, out_ch, 1), nn.ReLU())

    def forward(self, x: Tensor) -> Tensor:
        outs = [branch(x) for branch in self.branches]
        pooled = F.interpolate(self.pool(x), size=x.shape[-2:], mode="bilinear", align_corners=False)
        outs.append(pooled)
        return torch.cat(outs, dim=1)


class Decoder(nn.Module):
    STRIDE = 2

    def __init__(self, in_ch, widths=(32, 16), cfg: HeadConfig = HeadConfig()):
        super().__init__()
        self.in_ch = in_ch
        self.blocks = nn.Sequential(*self.layers(widths))
        kernel = self.kernel
        self.head = nn.ConvTranspose2d(widths[-1], cfg.num_classes, kernel, stride=self.STRIDE, padding=(kernel - self.STRIDE) // 2)

    @property
    def kernel(self):
        return 2 * self.STRIDE

    def layers(self, widths):
        last = self.in_ch
        for width in widths:
            yield nn.ConvTranspose2d(last, width, kernel_size=3, stride=self.STRIDE, padding=1, output_padding=1, bias=False)
            yield nn.BatchNorm2d(width)
            yield nn.ReLU6(inplace=True)
            last = width

    def forward(self, x):
        return self.head(self.blocks(x))


class Net(nn.Module):
    def __init__(self, cfg: HeadConfig):
        super().__init__()
        c = cfg.channels
        stem = [nn.Conv2d(3, c, 7, stride=2, padding=3), nn.BatchNorm2d(c), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
        self.backbone = nn.Sequential(*stem, nn.Conv2d(c, 2 * c, 3, stride=2, padding=1))
        self.aspp = ASPP(2 * c, c, cfg.rates)
        width = c * (len(cfg.rates) + 1)
        self.decoder = Decoder(width, cfg=cfg)
        self.residual = nn.ConvTranspose2d(width, cfg.num_classes, kernel_size=8, stride=8, groups=1)

    def forward(self, image: Tensor) -> Tensor:
        n, c, h, w = image.shape
        features = self.aspp(self.backbone(image))
        logits = self.decoder(features)
        skip = self.residual(features)
        if not self.training:
            skip = F.dropout(skip, 0.1)
        out = logits + skip
        return out[..., :h, :w] if out.shape[-1] > w else out


class Gated(nn.Module):
    """Halves of the channels gate each other; the sizes come back by a transposed convolution of one axis."""

    def __init__(self, channels):
        super().__init__()
        self.down = nn.Conv1d(channels, 2 * channels, 4, 2, 1)
        self.up = nn.ConvTranspose1d(channels, channels, 4, 2, 1)

    def forward(self, x):
        a, b = self.down(x).chunk(2, dim=1)
        y = torch.tanh(a) * torch.sigmoid(b)
        return x + self.up(y)


if __name__ == "__main__":
    cfg = HeadConfig(num_classes=5)
    net = Net(cfg).eval()
    with torch.no_grad():
        print(net(torch.rand(2, 3, 96, 128)).shape)
    signal = torch.randn(3, 6, 40)
    for block in [Gated(6) for _ in range(2)]:
        signal = block(signal)
