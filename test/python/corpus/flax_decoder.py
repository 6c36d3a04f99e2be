"""Decoders in Flax's two interfaces, and JAX's function."""
import flax.linen as nn
import jax
import jax.numpy as jnp
from flax import nnx
from jax import lax


class Decoder(nn.Module):
    features: int = 32
    channels: int = 1

    @nn.compact
    def __call__(self, z):
        x = nn.Dense(features=7 * 7 * 64)(z)
        x = nn.relu(x)
        x = x.reshape((x.shape[0], 7, 7, 64))
        x = nn.ConvTranspose(features=self.features, kernel_size=(3, 3), strides=(2, 2))(x)
        x = nn.BatchNorm(use_running_average=True)(x)
        x = nn.relu(x)
        x = nn.ConvTranspose(self.channels, (4, 4), (2, 2), padding="VALID")(x)
        return nn.sigmoid(x)


class Setup(nn.Module):
    hidden: int

    def setup(self):
        self.up = nn.ConvTranspose(self.hidden, kernel_size=(2, 2), strides=(2, 2), use_bias=False)
        self.out = nn.Conv(features=3, kernel_size=(3, 3))

    def __call__(self, x):
        return self.out(self.up(x))


class NnxDecoder(nnx.Module):
    def __init__(self, rngs: nnx.Rngs):
        self.up1 = nnx.ConvTranspose(16, 8, kernel_size=(3, 3), strides=(2, 2), rngs=rngs)
        self.norm = nnx.BatchNorm(8, rngs=rngs)
        self.up2 = nnx.ConvTranspose(8, 1, (3, 3), 2, padding="SAME", rngs=rngs)

    def __call__(self, x):
        x = nnx.relu(self.norm(self.up1(x)))
        return self.up2(x)


def transposed(x, kernel):
    return jax.lax.conv_transpose(x, kernel, strides=(2, 2), padding="SAME", dimension_numbers=("NHWC", "HWIO", "NHWC"))


if __name__ == "__main__":
    variables = Decoder().init(jax.random.PRNGKey(0), jnp.ones((1, 20)))
    Setup(hidden=12).init(jax.random.key(1), jnp.zeros((2, 5, 6, 4)))
    NnxDecoder(nnx.Rngs(0))(jnp.ones((1, 8, 8, 16)))
    lax.conv_transpose(jnp.ones((1, 4, 4, 3)), jnp.ones((3, 3, 3, 5)), (2, 2), "VALID")
