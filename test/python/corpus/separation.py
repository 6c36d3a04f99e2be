"""Waveform and spectrogram models: gates that halve the channels, decoders that are built from the inside out, crops."""
import argparse

import torch
import torch.nn as nn
import torch.nn.functional as F

parser = argparse.ArgumentParser()
parser.add_argument("--hidden", type=int, default=8, help="channels of the outermost layer")
parser.add_argument("--n-stems", type=int, default="2")
options = parser.parse_args([])
HIDDEN = int(options.hidden)


class Separator(nn.Module):
    def __init__(self, stems, channels=HIDDEN, depth=3, gate=True):
        super().__init__()
        self.down = nn.ModuleList()
        self.up = nn.ModuleList()
        if gate:
            activation, widen = nn.GLU(dim=1), 2
        else:
            activation, widen = nn.ReLU(), 1
        audio = 2
        for level in range(depth):
            self.down.append(nn.Sequential(nn.Conv1d(audio, channels, 8, 4), nn.ReLU()))
            step = [nn.Conv1d(channels, widen * channels, 3, padding=1), activation]
            step += [nn.ConvTranspose1d(channels, audio if level > 0 else stems * audio, 8, 4)]
            self.up.insert(0, nn.Sequential(*step))
            audio, channels = channels, int(channels * 2)

    def forward(self, wave):
        x, skips = wave, []
        for layer in self.down:
            x = layer(x)
            skips.append(x)
        for layer in self.up:
            skip = skips.pop(-1)
            x = layer(x + skip[..., : x.shape[-1]])
        return x


class AxisLayer(nn.Module):
    """One class for waveforms and for spectrograms, which are taken apart along the frequencies only."""

    def __init__(self, cin, cout, size=8, stride=4, freq=True):
        super().__init__()
        conv, up = nn.Conv1d, nn.ConvTranspose1d
        if freq:
            size, stride = [size, 1], [stride, 1]
            conv, up = nn.Conv2d, nn.ConvTranspose2d
        self.rewrite = conv(cin, 2 * cin, 1)
        self.up = up(cin, cout, size, stride)

    def forward(self, x):
        return self.up(F.glu(self.rewrite(x), 1))


class Padded(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.pad = nn.ReflectionPad1d(3)
        self.first = nn.Conv1d(4, width * 2, 7)
        self.up = nn.ConvTranspose1d(width * 2, int(width * 2 / 2), 5, stride=2)

    def forward(self, x):
        return self.up(self.first(self.pad(x)))[:, :, 1:-2]


class Cropped(nn.Module):
    def __init__(self):
        super().__init__()
        self.grow = nn.ConvTranspose2d(4, 4, 5)
        self.twice = nn.ConvTranspose2d(4, 1, 4, 2, 1)

    def forward(self, z):
        x = self.grow(z.view(-1, 4, 4, 4))
        return self.twice(x[:, :, :7, 1:])


if __name__ == "__main__":
    Separator(options.n_stems)(torch.randn(1, 2, 600))
    AxisLayer(6, 3)(torch.randn(1, 6, 5, 9))
    AxisLayer(6, 3, freq=False)(torch.randn(1, 6, 11))
    Padded(6)(torch.randn(2, 4, 20))
    Cropped()(torch.randn(3, 64))
