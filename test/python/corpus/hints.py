"""Sizes that only comments, asserts and unpacking tell."""
import torch
import torch.nn as nn


class FromComment(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(512, 256, 4, 2, 1)
        self.head = nn.ConvTranspose2d(256, 3, 2, 2)

    def forward(self, x):
        # x: 1x512x4x4
        x = self.up(x)
        return self.head(x)


class FromBrackets(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(64, 32, 3, 2)

    def forward(self, feat):  # (B, 64, 7, 9)
        return self.up(feat)


class FromAssert(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(16, 8, 3, stride=2, padding=1, output_padding=1)

    def forward(self, x):
        assert x.shape[1:] == (16, 8, 8), "wrong input"
        return self.up(x)


class FromUnpacking(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose2d(12, 6, 2, 2)

    def forward(self, x):
        b, c, h, w = x.shape
        y = self.up(x)
        return y.view(b, -1, 2 * h, 2 * w)


class FromDocstring(nn.Module):
    def __init__(self):
        super().__init__()
        self.up = nn.ConvTranspose1d(80, 40, 8, 4, 2)

    def forward(self, mel):
        """Raises frames to samples.

        Args:
            mel (Tensor): log-mel spectrogram of shape (1, 80, 25)
        """
        return self.up(mel)


if __name__ == "__main__":
    for net, shape in [
        (FromComment(), (1, 512, 4, 4)),
        (FromBrackets(), (1, 64, 7, 9)),
        (FromAssert(), (1, 16, 8, 8)),
        (FromUnpacking(), (1, 12, 5, 5)),
        (FromDocstring(), (1, 80, 25)),
    ]:
        net(torch.randn(*shape))
