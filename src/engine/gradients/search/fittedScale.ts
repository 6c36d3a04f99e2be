import type { Tensor } from '../../core/tensor.ts';
import { shortNumber } from '../../diagnose/model/shortNumber.ts';
import type { GradientPrediction } from '../sums/predictGradient.ts';

/** A factor that was found in a gradient. */
export interface ScaleFit {
  readonly factor: number;
  /** The relative error that the factor may have. */
  readonly error: number;
  /** The factor in words. */
  readonly text: string;
}

/**
 * Returns the factor by which a gradient is most nearly a multiple of a prediction at some places: f = Σap / Σp². If
 * |a − f·p| ≤ |f|·b at each place, f is off by at most |f|·Σb|p| / Σp². Returns null if the prediction is 0 there, or if the
 * factor is 0 or 1.
 */
export function fittedScale(
  actual: Tensor,
  prediction: GradientPrediction,
  places: readonly number[],
): ScaleFit | null {
  let [product, square, loss] = [0, 0, 0];
  for (const at of places) {
    const { value, bound } = prediction.at(at);
    product += (actual.data[at] as number) * value;
    square += value * value;
    loss += bound * Math.abs(value);
  }
  const factor = product / square;
  const error = loss / square;
  const isUseful = Number.isFinite(factor) && factor !== 0 && error < 0.1 && Math.abs(factor - 1) > 2 * error;
  return isUseful ? { factor, error, text: `by ${shortNumber(factor)}` } : null;
}
