import { ok, refuse, type Result } from '../core/refusal.ts';
import { logarithm } from './logarithm.ts';
import { Mt19937 } from './mt19937.ts';
import { sineCosine } from './sineCosine.ts';

/** PyTorch's CPU generator: the state that all random fills of one scenario share. */
export interface TorchGenerator {
  /** Returns a uniform number on [0, 1), a multiple of 2⁻²⁴; float32 represents all of them exactly. */
  readonly uniform24: () => number;
  /** Returns a uniform number on [0, 1), a multiple of 2⁻⁵³; float64 represents all of them exactly. */
  readonly uniform53: () => number;
  /**
   * Returns a standard normal number in float64. Box and Muller's method makes two at a time; the second is kept for
   * the next call, even if that call fills another tensor.
   */
  readonly normal: () => number;
  /** The source of the random bits. */
  readonly twister: Mt19937;
  /** The second normal number of a pair, for the next call of `normal`; null if there is none. */
  kept: number | null;
}

/** Checks a seed: a safe integer of at least 0. */
export function checkSeed(seed: number): Result<number> {
  const max = Number.MAX_SAFE_INTEGER;
  if (Number.isSafeInteger(seed) && seed >= 0) return ok(seed);
  return refuse('seed', `seed = ${seed} must be a whole number from 0 to ${max}.`, { legal: { min: 0, max } });
}

/** `torch.manual_seed(seed)`, with a seed that {@link checkSeed} accepts; only its low 32 bits count. */
export function seedGenerator(seed: number): Result<TorchGenerator> {
  const checked = checkSeed(seed);
  if (!checked.ok) return checked;
  const twister = new Mt19937(seed);
  // 53 of 64 bits; the first 32 drawn are the upper half.
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
