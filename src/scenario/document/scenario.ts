import type { Params } from '../../engine/core/call.ts';
import type { FillId } from '../../engine/fills/fill.ts';
import type { FormulationId } from '../../engine/provenance/formulation.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import type { Shape } from '../../engine/core/tensor.ts';

/** A tensor made by a rule. Random rules draw from the scenario's one generator, input first, then weight, then bias. */
export interface FillSource {
  readonly fill: FillId;
  readonly shape: Shape;
}

/** A tensor written out in the document. */
export interface ValuesSource {
  readonly shape: Shape;
  /** Row-major; NaN and ±Infinity allowed (strings in the JSON text). */
  readonly values: readonly number[];
}

/** A tensor in a file, its path relative to the document; `file#key` of a file of several. */
export interface FileSource {
  readonly file: string;
}

export type TensorSource = FillSource | ValuesSource | FileSource;

/** The document `*.convt.json`: which call, which tensors, which formulation. */
export interface Scenario {
  /** The `"$schema"` of the text, kept for whoever wrote it there; it means nothing to a run. */
  readonly schema?: string;
  readonly version: 1;
  readonly name: string;
  /** The precision: of the arithmetic itself, float32 or float64, or one that is emulated on float32 tensors. */
  readonly dtype: ProfileId;
  readonly input: TensorSource;
  readonly weight: TensorSource;
  readonly bias: TensorSource | null;
  /** The output that some other implementation made of this call: checked in place of the formulation's. */
  readonly actual?: FileSource | undefined;
  readonly params: Params;
  /** Seed of the generator that random fills draw from: `torch.manual_seed(seed)`. */
  readonly seed: number;
  readonly formulation: FormulationId | 'auto';
  /** What is left out takes `torch.testing.assert_close`'s default for the dtype. */
  readonly tolerance: {
    readonly rtol?: number;
    readonly atol?: number;
    readonly equalNan?: boolean;
  };
}
