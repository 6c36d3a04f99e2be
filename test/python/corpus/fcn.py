"""A segmentation head with skips of fixed up-sampling, FCN-8s style."""
import torch
import torch.nn as nn


class FCN8s(nn.Module):
    def __init__(self, n_class=21):
        super().__init__()
        self.stage1 = nn.Sequential(nn.Conv2d(3, 32, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, stride=2, ceil_mode=True))
        self.stage2 = nn.Sequential(nn.Conv2d(32, 64, 3, padding="same"), nn.ReLU(), nn.MaxPool2d(2, 2, ceil_mode=True))
        self.stage3 = nn.Sequential(nn.Conv2d(64, 128, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2, 2, ceil_mode=True))
        self.score3 = nn.Conv2d(128, n_class, 1)
        self.score2 = nn.Conv2d(64, n_class, 1)
        self.score1 = nn.Conv2d(32, n_class, 1)
        self.upscore2 = nn.ConvTranspose2d(n_class, n_class, 4, stride=2, bias=False)
        self.upscore4 = nn.ConvTranspose2d(n_class, n_class, 4, stride=2, bias=False)
        self.upscore8 = nn.ConvTranspose2d(n_class, n_class, 8, stride=4, groups=n_class, bias=False)

    def forward(self, x):
        h1 = self.stage1(x)
        h2 = self.stage2(h1)
        h3 = self.stage3(h2)
        score = self.score3(h3)
        up = self.upscore2(score)
        skip = self.score2(h2)
        up = up[:, :, 1:1 + skip.size()[2], 1:1 + skip.size()[3]]
        fused = up + skip
        up = self.upscore4(fused)
        skip = self.score1(h1)
        fused = up[:, :, 1:1 + skip.shape[2], 1:1 + skip.shape[3]] + skip
        out = self.upscore8(fused)
        return out[:, :, 1:1 + x.size()[2], 1:1 + x.size()[3]].contiguous()


if __name__ == "__main__":
    FCN8s(5)(torch.rand(1, 3, 64, 96))
