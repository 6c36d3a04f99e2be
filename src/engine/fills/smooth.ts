import type { Steps } from '../steps.ts';
import type { Tensor } from '../tensor.ts';
import { planesOf } from '../planes.ts';
import { sineCosine } from './sineCosine.ts';
import type { TorchGenerator } from './torchGenerator.ts';

const waves = 5;
const amplitude = 0.6;
const noise = 0.08;

/**
 * A field to look at, into a new tensor: on each plane five plane waves of random direction, length
 * (about the plane's longer side), phase and height, and a little noise. A shift of such a
 * picture is seen, as in the rows of an unfolded matrix; a shift of white noise is not.
 * Per plane the draws are, wave by wave: two normals (frequencies down and across), one uniform
 * (phase), one normal (height); then one normal per element.
 */
export function* fillSmooth({ shape, data }: Tensor, generator: TorchGenerator): Steps<void> {
  const { count, height, width } = planesOf(shape);
  const frequency = (2 * Math.PI) / Math.max(height, width);
  let at = 0;
  for (let plane = 0; plane < count; plane++) {
    const plain = Array.from({ length: waves }, () => {
      const down = frequency * generator.normal();
      const across = frequency * generator.normal();
      const phase = 2 * Math.PI * generator.uniform53();
      return {
        down: wave(down, phase, height),
        across: wave(across, 0, width),
        scale: amplitude * generator.normal(),
      };
    });
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++, at++) {
        let value = 0;
        for (const { down, across, scale } of plain) {
          // sin(α + β) from tables of both axes: two products instead of a sine per element.
          const sine = (down.sine[y] as number) * (across.cosine[x] as number);
          value += scale * (sine + (down.cosine[y] as number) * (across.sine[x] as number));
        }
        data[at] = value + noise * generator.normal();
      }
      if (at % 2 ** 14 < width) yield { stage: 'Smooth field', done: at, total: data.length };
    }
  }
}

interface Wave {
  readonly sine: Float64Array;
  readonly cosine: Float64Array;
}

/** sin(frequency·i + phase) and the cosine for 0 ≤ i < length. */
function wave(frequency: number, phase: number, length: number): Wave {
  const sine = new Float64Array(length);
  const cosine = new Float64Array(length);
  for (let i = 0; i < length; i++)
    [sine[i], cosine[i]] = sineCosine(frequency * i + phase) as [number, number];
  return { sine, cosine };
}
