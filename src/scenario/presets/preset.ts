import { defaultParams, type Params } from '../../engine/core/call.ts';
import { defaultFormulation, type Scenario, type TensorSource } from '../document/scenario.ts';

/** A scenario to start from. */
export interface Preset {
  /** A stable identifier, used by commands, tests and saved states. */
  readonly id: string;
  /** The title in lists: "DCGAN, layer 1: 100→512, k4". */
  readonly title: string;
  /** One sentence that says what the preset shows. */
  readonly description: string;
  /** The origin of the call: a citation or an address. */
  readonly source: string;
  readonly scenario: Scenario;
}

/** A preset as its file declares it; parameters left out have the defaults of PyTorch. */
export interface PresetEntry extends Omit<Preset, 'scenario'> {
  /** The name of the scenario, if it is not the title. */
  readonly name?: string;
  readonly input: TensorSource;
  readonly weight: TensorSource;
  readonly bias?: TensorSource;
  readonly params?: Partial<Params>;
  readonly seed?: number;
  readonly formulation?: Scenario['formulation'];
}

/** Completes a preset with its scenario. */
export function presetOf(entry: PresetEntry): Preset {
  const { id, title, description, source, input, weight, bias = null } = entry;
  const { name = title, params = {}, seed = 0, formulation = defaultFormulation } = entry;
  const scenario: Scenario = {
    version: 1,
    name,
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
