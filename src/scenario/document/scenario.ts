import type { Constant } from '../../dialects/api.ts';
import type { DialectId, Layer } from '../../dialects/layer.ts';
import type { Pair, Params } from '../../engine/core/call.ts';
import type { FillId } from '../../engine/fills/fillIds.ts';
import { type FormulationId, formulationIds } from '../../engine/provenance/formulation.ts';
import type { ProfileId } from '../../engine/precision/profiles.ts';
import type { Shape } from '../../engine/core/tensor.ts';

/**
 * A tensor made by a rule. Random rules draw from the scenario's only generator: input first, then weight, then bias.
 */
export interface FillSource {
  readonly fill: FillId;
  readonly shape: Shape;
}

/** A tensor whose values are in the document. */
export interface ValuesSource {
  readonly shape: Shape;
  /** Row-major. NaN and ±Infinity are allowed; the JSON text has them as strings. */
  readonly values: readonly number[];
}

/** A tensor in a file. The path is relative to the document; a tensor in a file of several is `file#key`. */
export interface FileSource {
  readonly file: string;
  /** How the file stores a weight in another framework's order; absent if the order is PyTorch's. */
  readonly stored?: StoredKernel | undefined;
}

/** How a file stores a weight, and the kernel that the scenario's call gives it; null if the call gives none. */
export interface StoredKernel {
  readonly layout: Layer['weight'];
  readonly kernel: Pair | null;
}

/** A call in a framework's words, from which the parameters are worked out. */
export interface ScenarioCall {
  readonly dialect: DialectId;
  /** The arguments under the framework's names. Empty if the dialect only says how the weight is stored. */
  readonly args: Readonly<Record<string, Constant>>;
}

export type TensorSource = FillSource | ValuesSource | FileSource;

/** The dtype of a scenario that names none: float32 unless the files of the call decide. */
export const openDType = { dtype: 'float32', isDTypeOpen: true } as const;

/** The formulation of a scenario that names none. */
export const defaultFormulation: FormulationId = 'unfold-matmul';

/** The formulations that a scenario may name. */
export const formulationChoices: readonly (FormulationId | 'auto')[] = ['auto', ...formulationIds];

/** The document `*.convt.json`: a call, its tensors, and the formulation that computes it. */
export interface Scenario {
  /** The `"$schema"` of the text, which is kept but has no effect on a run. */
  readonly schema?: string;
  readonly version: 1;
  readonly name: string;
  /** The precision: float32 or float64, in which the arithmetic is done, or one that is emulated on float32 tensors. */
  readonly dtype: ProfileId;
  /** True if nobody chose the dtype, see {@link hasOpenDType}. */
  readonly isDTypeOpen?: true | undefined;
  readonly input: TensorSource;
  readonly weight: TensorSource;
  readonly bias: TensorSource | null;
  /** The output of another implementation of this call, which is checked instead of the formulation's. */
  readonly actual?: FileSource | undefined;
  /** The words in which the document writes the call; absent if they are PyTorch's, beside the tensors. */
  readonly call?: ScenarioCall | undefined;
  readonly params: Params;
  /** Seed of the random fills: `torch.manual_seed(seed)`. */
  readonly seed: number;
  readonly formulation: FormulationId | 'auto';
  /** Members left out have the defaults of `torch.testing.assert_close` for the dtype. */
  readonly tolerance: {
    readonly rtol?: number;
    readonly atol?: number;
    readonly equalNan?: boolean;
  };
}

/**
 * Returns true if nobody chose the scenario's dtype: it is float32, or that of the call's files if they are float16 or
 * bfloat16 (`withDTypeOfFiles`). An edit that sets another dtype chooses it.
 */
export function hasOpenDType({ dtype, isDTypeOpen }: Scenario): boolean {
  return isDTypeOpen === true && dtype === openDType.dtype;
}
