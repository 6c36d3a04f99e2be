/** A Python file to try the annotations with: three calls, one with an uneven overlap, one with a bias before a BatchNorm. */
export const exampleCode = `import torch
from torch import nn


class Generator(nn.Module):
    """Turns 4x4 features into 32x32 images."""

    def __init__(self):
        super().__init__()
        self.up1 = nn.ConvTranspose2d(64, 32, 4, stride=2, padding=1)
        self.norm = nn.BatchNorm2d(32)
        # 3 is not divisible by 2: see the problem, and its fixes with Ctrl+. (on a Mac, Cmd+.).
        self.up2 = nn.ConvTranspose2d(32, 16, 3, stride=2, padding=1, output_padding=1)
        self.up3 = nn.ConvTranspose2d(16, 3, kernel_size=4, stride=2, padding=1)

    def forward(self, x):
        # x: 1x64x4x4
        x = torch.relu(self.norm(self.up1(x)))
        x = torch.relu(self.up2(x))
        return torch.tanh(self.up3(x))
`;
