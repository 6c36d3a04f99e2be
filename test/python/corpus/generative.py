"""A conditional GAN's generator from linear layers, a style-like loop, and a ladder with cropped outputs."""
import torch
import torch.nn as nn


class CondGenerator(nn.Module):
    def __init__(self, n_classes, latent_dim, img_size=32, channels=1):
        super().__init__()
        self.label_emb = nn.Embedding(n_classes, latent_dim)
        self.init_size = img_size // 4
        self.l1 = nn.Sequential(nn.Linear(latent_dim, 128 * self.init_size ** 2))
        self.conv_blocks = nn.Sequential(
            nn.BatchNorm2d(128),
            nn.ConvTranspose2d(128, 128, 4, stride=2, padding=1),
            nn.BatchNorm2d(128, 0.8),
            nn.LeakyReLU(0.2, inplace=True),
            nn.ConvTranspose2d(128, 64, 4, stride=2, padding=1),
            nn.BatchNorm2d(64, 0.8),
            nn.LeakyReLU(0.2, inplace=True),
            nn.Conv2d(64, channels, 3, stride=1, padding=1),
            nn.Tanh(),
        )

    def forward(self, noise, labels):
        gen_input = torch.mul(self.label_emb(labels), noise)
        out = self.l1(gen_input)
        out = out.view(out.shape[0], 128, self.init_size, self.init_size)
        img = self.conv_blocks(out)
        return img


class Progressive(nn.Module):
    def __init__(self, base=64, stages=3):
        super().__init__()
        ch = base
        self.start = nn.Unflatten(1, (base, 4, 4))
        blocks = []
        while ch > base // 2 ** stages:
            blocks += [nn.ConvTranspose2d(ch, ch // 2, 5, 2, 2, 1), nn.InstanceNorm2d(ch // 2), nn.ELU()]
            ch //= 2
        self.blocks = nn.Sequential(*blocks)
        self.to_rgb = nn.Conv2d(ch, 3, 1)

    def forward(self, z):
        return self.to_rgb(self.blocks(self.start(z)))


class Ladder(nn.Module):
    def __init__(self):
        super().__init__()
        self.enc = nn.ModuleList([nn.Conv2d(1, 8, 3, 2, 1), nn.Conv2d(8, 16, 3, 2, 1)])
        self.dec = nn.ModuleList([nn.ConvTranspose2d(16, 8, 3, 2, 1), nn.ConvTranspose2d(8, 1, 3, 2, 1)])
        self.norms = nn.ModuleList([nn.GroupNorm(4, 8), nn.Identity()])

    def forward(self, x):
        sizes = []
        for layer in self.enc:
            sizes.append(x.size())
            x = torch.relu(layer(x))
        for layer, norm, size in zip(self.dec, self.norms, reversed(sizes)):
            x = norm(layer(x, output_size=size))
        return x


if __name__ == "__main__":
    CondGenerator(10, 50)(torch.randn(2, 50), torch.tensor([1, 2]))
    Progressive()(torch.randn(2, 64 * 16))
    Ladder()(torch.randn(1, 1, 28, 30))
