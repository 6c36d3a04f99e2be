import { planesOf } from '../core/planes.ts';
import type { Tensor } from '../core/tensor.ts';
import { sineCosine } from './sineCosine.ts';
import type { TorchGenerator } from './torchGenerator.ts';

/** The number of waves on a plane, the factor of their amplitudes, and the factor of the noise. */
export const smoothness = { waves: 5, amplitude: 0.6, noise: 0.08 } as const;

/** Returns the frequency, in radians per element, of a wave as long as the plane's longer side. */
export function baseFrequency(height: number, width: number): number {
  return (2 * Math.PI) / Math.max(height, width);
}

/** Fills with a smooth field: the readable loop, whose result assembly/fills/smooth.ts reproduces. */
export class SmoothLoop {
  readonly #data: Tensor['data'];
  readonly #height: number;
  readonly #width: number;
  readonly #generator: TorchGenerator;
  #waves: readonly PlaneWave[] = [];

  constructor({ shape, data }: Tensor, generator: TorchGenerator) {
    const { height, width } = planesOf(shape);
    this.#data = data;
    this.#height = height;
    this.#width = width;
    this.#generator = generator;
  }

  /** Fills the elements `from` … `to` − 1, which must follow those of the previous call. */
  fill(from: number, to: number): void {
    const [height, width] = [this.#height, this.#width];
    for (let at = from; at < to;) {
      const y = Math.floor(at / width) % height;
      const start = at - (at % width);
      if (y === 0 && at === start) this.#waves = this.#draw();
      for (const end = Math.min(to, start + width); at < end; at++) {
        const value = heightOf(this.#waves, y, at - start);
        this.#data[at] = value + smoothness.noise * this.#generator.normal();
      }
    }
  }

  #draw(): readonly PlaneWave[] {
    const frequency = baseFrequency(this.#height, this.#width);
    return Array.from({ length: smoothness.waves }, () => {
      const down = frequency * this.#generator.normal();
      const across = frequency * this.#generator.normal();
      const phase = 2 * Math.PI * this.#generator.uniform53();
      return {
        down: wave(down, phase, this.#height),
        across: wave(across, 0, this.#width),
        scale: smoothness.amplitude * this.#generator.normal(),
      };
    });
  }
}

interface PlaneWave {
  readonly down: Wave;
  readonly across: Wave;
  readonly scale: number;
}

interface Wave {
  readonly sine: Float64Array;
  readonly cosine: Float64Array;
}

/**
 * Returns the sum of the waves at (y, x). Uses sin(α + β) = sin α cos β + cos α sin β with tables for both axes, so
 * that an element takes two products per wave instead of a sine.
 */
function heightOf(waves: readonly PlaneWave[], y: number, x: number): number {
  let value = 0;
  for (const { down, across, scale } of waves) {
    const sine = (down.sine[y] as number) * (across.cosine[x] as number);
    value += scale * (sine + (down.cosine[y] as number) * (across.sine[x] as number));
  }
  return value;
}

/** Tabulates sin(frequency·i + phase) and cos(frequency·i + phase) for 0 ≤ i < length. */
function wave(frequency: number, phase: number, length: number): Wave {
  const sine = new Float64Array(length);
  const cosine = new Float64Array(length);
  for (let i = 0; i < length; i++) [sine[i], cosine[i]] = sineCosine(frequency * i + phase) as [number, number];
  return { sine, cosine };
}
