/**
 * `torch.manual_seed(seed); torch.randn(...)` on the CPU, in NumPy. Both libraries have the same Mersenne Twister, so
 * only PyTorch's conversion from bits to normal numbers is written out. float64 and scalar draws agree to the last
 * bits; float32 blocks agree to about 5e-7, because PyTorch approximates log, sin and cos in its vectorised code.
 */
export const torchGeneratorCode = `\
class TorchGenerator:
    """Draws the numbers of torch.manual_seed(seed) followed by torch.randn(...) on the CPU."""

    def __init__(self, seed):
        self.bits, self.spare = np.random.RandomState(seed & 0xFFFFFFFF), np.empty(0)

    def draw32(self, count):
        return self.bits.randint(0, 2**32, count, np.uint32)

    def uniform(self, count, dtype=np.float64):
        if dtype == np.float32:
            return (self.draw32(count) & 0xFFFFFF).astype(dtype) * np.float32(2.0**-24)
        high, low = self.draw32(2 * count).reshape(count, 2).astype(np.uint64).T
        return (((high << np.uint64(32)) | low) & np.uint64(2**53 - 1)).astype(dtype) * 2.0**-53

    def normal(self, count):
        # Numbers come in pairs; the second of the last pair is kept for the next call.
        u1, u2 = self.uniform((count - len(self.spare) + 1) // 2 * 2).reshape(-1, 2).T
        radius, theta = np.sqrt(-2 * np.log1p(-u2)), 2 * np.pi * u1
        pairs = np.stack([radius * np.cos(theta), radius * np.sin(theta)], 1).ravel()
        drawn = np.concatenate([self.spare, pairs])
        self.spare = drawn[count:]
        return drawn[:count]

    def randn(self, *shape, dtype):
        size = int(np.prod(shape))
        if size < 16:
            return self.normal(size).astype(dtype).reshape(shape)
        # Box-Muller over blocks of 16. If 16 does not divide the size, the last 16 numbers are drawn again.
        u, out = self.uniform(size, dtype), np.empty(size, dtype)
        blocks = [(u[: size // 16 * 16], slice(0, size // 16 * 16))]
        if size % 16:
            blocks.append((self.uniform(16, dtype), slice(size - 16, size)))
        for block, place in blocks:
            u1, u2 = 1 - block.reshape(-1, 2, 8)[:, :1], block.reshape(-1, 2, 8)[:, 1:]
            radius, theta = np.sqrt(-2 * np.log(u1)), 2 * np.pi * u2
            out[place] = np.concatenate([radius * np.cos(theta), radius * np.sin(theta)], 1).ravel()
        return out.reshape(shape)
`;

/** Zero padding on the four sides of the last two axes. A negative amount crops, as in torch.nn.functional.pad. */
export const numpyPad = `\
def pad(t, top, bottom, left, right):
    out = np.zeros((*t.shape[:-2], t.shape[-2] + top + bottom, t.shape[-1] + left + right), t.dtype)
    rows, cols = np.arange(t.shape[-2]), np.arange(t.shape[-1])
    rows = rows[(rows + top >= 0) & (rows + top < out.shape[-2])]
    cols = cols[(cols + left >= 0) & (cols + left < out.shape[-1])]
    out[..., rows[:, None] + top, cols + left] = t[..., rows[:, None], cols]
    return out
`;
