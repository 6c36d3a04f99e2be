import type { FillId } from '../../engine/fills/fillIds.ts';
import type { Library } from './stages.ts';

const smooth = `\
def smooth(*shape):
    """Five plane waves of random direction, phase and height on each plane, with a little noise."""
    H, W = (1, *shape)[-2:]
    i, j = np.mgrid[:H, :W] * (2 * np.pi / max(H, W))
    planes = []
    for _ in range(int(np.prod(shape[:-2]))):
        waves = []
        for _ in range(5):
            (down, across), phase, height = normal(2), 2 * np.pi * uniform(), 0.6 * normal(1)
            waves.append(height * np.sin(down * i + across * j + phase))
        planes.append(sum(waves) + 0.08 * normal(H * W).reshape(H, W))
    return np.reshape(planes, shape)
`;

/** Draws by scalars: below 16 elements torch.randn draws number by number, in double precision. */
const torchDraws = `\
def normal(count):
    draws = [torch.randn(min(15, count - i), dtype=torch.float64) for i in range(0, count, 15)]
    return torch.cat(draws).numpy()


def uniform():
    return torch.rand(1, dtype=torch.float64).item()
`;

const numpyDraws = `\
normal, uniform = generator.normal, lambda: generator.uniform(1)[0]
`;

const bilinear = `\
def bilinear(*shape):
    """The weight of bilinear upsampling: a product of triangles if the input and output channel are the same, else 0."""

    def triangle(size):
        factor = (size + 1) // 2
        return 1 - abs(np.arange(size) - (factor - 1 if size % 2 else factor - 0.5)) / factor

    kernel = np.outer(*(triangle(size) for size in (1, *shape)[-2:]))
    if len(shape) < 4:
        return np.broadcast_to(kernel, (1, *shape)[-max(2, len(shape)) :]).reshape(shape)
    same = np.arange(shape[0])[:, None] % shape[1] == np.arange(shape[1])
    return same[:, :, None, None] * kernel
`;

/** Returns the functions that the fills of a scenario need. */
export function fillPrelude(fills: ReadonlySet<FillId>, library: Library): readonly string[] {
  return [
    ...(fills.has('smooth') ? [library === 'pytorch' ? torchDraws : numpyDraws, smooth] : []),
    ...(fills.has('bilinear') ? [bilinear] : []),
  ];
}
