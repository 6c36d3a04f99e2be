import { ok, refuse, type Result } from '../core/refusal.ts';
import { logarithm } from './logarithm.ts';
import { Mt19937 } from './mt19937.ts';
import { sineCosine } from './sineCosine.ts';

/** PyTorch's CPU generator: the state that all random fills of one scenario share. */
export interface TorchGenerator {
  /** Uniform on [0, 1) in steps of 2⁻²⁴: what a float32 can hold evenly. */
  readonly uniform24: () => number;
  /** Uniform on [0, 1) in steps of 2⁻⁵³: what a float64 can hold evenly. */
  readonly uniform53: () => number;
  /**
   * Standard normal in double precision. Box and Muller's method makes two at a time: the second
   * is kept for the next call, also if that is for another tensor.
   */
  readonly normal: () => number;
  /** What the numbers come from. */
  readonly twister: Mt19937;
  /** The second normal of two, which the next call of `normal` gives; null where there is none. */
  kept: number | null;
}

/** `torch.manual_seed(seed)`; `seed` must be a safe integer of at least 0, of which the low 32 bits count. */
export function seedGenerator(seed: number): Result<TorchGenerator> {
  const max = Number.MAX_SAFE_INTEGER;
  if (!Number.isSafeInteger(seed) || seed < 0) {
    return refuse('seed', `seed = ${seed} must be a whole number from 0 to ${max}.`, {
      legal: { min: 0, max },
    });
  }
  const twister = new Mt19937(seed);
  // 53 of 64 bits, the first 32 drawn being the upper half.
  const uniform53 = (): number => {
    const upper = twister.uint32() % 2 ** 21;
    return (upper * 2 ** 32 + twister.uint32()) / 2 ** 53;
  };
  const generator: TorchGenerator = {
    twister,
    kept: null,
    uniform24: () => (twister.uint32() % 2 ** 24) / 2 ** 24,
    uniform53,
    normal: () => {
      if (generator.kept !== null) {
        const value = generator.kept;
        generator.kept = null;
        return value;
      }
      const angle = 2 * Math.PI * uniform53();
      const radius = Math.sqrt(-2 * logarithm(1 - uniform53()));
      const [sine, cosine] = sineCosine(angle);
      generator.kept = radius * sine;
      return radius * cosine;
    },
  };
  return ok(generator);
}
