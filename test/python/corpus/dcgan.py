"""A DCGAN in the usual two classes, with weights initialised by name."""
import torch
import torch.nn as nn

latent = 100
width = 64
colours = 3


def init_weights(m):
    name = m.__class__.__name__
    if name.find("Conv") != -1:
        nn.init.normal_(m.weight.data, 0.0, 0.02)


class Generator(nn.Module):
    def __init__(self, nz=latent, ngf=width, nc=colours):
        super(Generator, self).__init__()
        self.main = nn.Sequential(
            # the noise goes into a transposed convolution
            nn.ConvTranspose2d(nz, ngf * 8, 4, 1, 0, bias=False),
            nn.BatchNorm2d(ngf * 8),
            nn.ReLU(True),
            # (ngf*8) x 4 x 4
            nn.ConvTranspose2d(ngf * 8, ngf * 4, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf * 4),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 4, ngf * 2, 4, 2, 1, bias=False),
            nn.BatchNorm2d(ngf * 2),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf * 2, ngf, kernel_size=4, stride=2, padding=1, bias=False),
            nn.BatchNorm2d(ngf),
            nn.ReLU(True),
            nn.ConvTranspose2d(ngf, nc, 4, 2, 1, bias=False),
            nn.Tanh(),
        )

    def forward(self, z):
        return self.main(z)


if __name__ == "__main__":
    device = torch.device("cpu")
    netG = Generator().to(device)
    netG.apply(init_weights)
    noise = torch.randn(16, latent, 1, 1, device=device)
    fake = netG(noise)
    print(fake.shape)
