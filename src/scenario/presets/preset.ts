import { defaultParams, type Params } from '../../engine/core/call.ts';
import type { Scenario, TensorSource } from '../document/scenario.ts';

/** A scenario to start from. */
export interface Preset {
  /** Stable: commands, tests and saved states name it. */
  readonly id: string;
  /** Also the scenario's name: "Forum thread: 50→30, k3". */
  readonly title: string;
  /** One sentence: what there is to see. */
  readonly description: string;
  /** Where the call comes from: a citation or an address. */
  readonly source: string;
  readonly scenario: Scenario;
}

/** A preset as its data file writes it: what is left out is PyTorch's default. */
export interface PresetEntry extends Omit<Preset, 'scenario'> {
  readonly input: TensorSource;
  readonly weight: TensorSource;
  readonly bias?: TensorSource;
  readonly params?: Partial<Params>;
  readonly seed?: number;
  readonly formulation?: Scenario['formulation'];
}

/** The preset with its scenario filled in. */
export function presetOf(entry: PresetEntry): Preset {
  const { id, title, description, source, input, weight, bias = null } = entry;
  const { params = {}, seed = 0, formulation = 'unfold-matmul' } = entry;
  const scenario: Scenario = {
    version: 1,
    name: title,
    dtype: 'float32',
    input,
    weight,
    bias,
    params: { ...defaultParams, ...params },
    seed,
    formulation,
    tolerance: {},
  };
  return { id, title, description, source, scenario };
}
