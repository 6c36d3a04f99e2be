import type { Pair, Params } from '../../engine/core/call.ts';
import type { LayerNode } from '../common/layerNode.ts';
import { quoted } from '../common/quoted.ts';
import type { TensorEntry } from '../common/tensorFile.ts';
import type { PickleObject } from '../pickle/pickleValue.ts';
import type { CollectedTensors } from './collectTensors.ts';
import { type DescribedLayer, layerOfTensors } from './layerOfTensors.ts';
import { pickledIndex, pickledIndices } from './pickledIndex.ts';
import { pickledAttribute, pickleClassOf, pickleMembersOf } from './pickleMembers.ts';

/**
 * Returns the transposed convolutions among pickled modules, with the parameters of their state. Subclasses of
 * ConvTranspose2d are recognised by their attribute `transposed`.
 */
export function moduleLayers(
  modules: CollectedTensors['modules'],
  entries: readonly TensorEntry[],
  file: string,
): readonly LayerNode[] {
  const found = modules.flatMap(([key, module]) => {
    const isTransposed =
      pickledAttribute(module, 'transposed') === true && pickledAttribute(module, 'stride') !== undefined;
    return isTransposed ? [describedLayer(key, module)] : [];
  });
  if (found.length === 0) return [];
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  return found.map((layer) => layerOfTensors(layer, byKey, file));
}

function describedLayer(key: string, module: PickleObject): DescribedLayer {
  const inner = (name: string): string => (key === '' ? name : `${key}.${name}`);
  const parameters = pickleMembersOf(pickledAttribute(module, '_parameters') ?? null);
  // A module without bias registers None under its name.
  const hasBias = parameters.some(([name, value]) => name === 'bias' && value !== null);
  return {
    name: key === '' ? (pickleClassOf(module).split('.').at(-1) ?? 'ConvTranspose2d') : key,
    weight: inner('weight'),
    bias: hasBias ? inner('bias') : null,
    params: paramsOf(module),
  };
}

/** Reads the parameters, or returns a text that says why the layer cannot be run. */
function paramsOf(module: PickleObject): Params | string {
  const mode = pickledAttribute(module, 'padding_mode');
  if (typeof mode === 'string' && mode !== 'zeros') return `its padding_mode is ${quoted(mode)}`;
  const axes = pickledIndices(pickledAttribute(module, 'kernel_size') ?? null, 8)?.length ?? 2;
  if (axes !== 1 && axes !== 2) return `${axes}-D: only 1-D and 2-D transposed convolutions can be run`;
  const problems: string[] = [];
  const pair = (name: string, least: number): Pair => {
    const value = pickledAttribute(module, name) ?? null;
    const single = pickledIndex(value);
    const [first, second] = single === null ? (pickledIndices(value, 2) ?? []) : [single];
    // A 1-D layer is run as one of height 1.
    const [height, width] = axes === 1 ? [least, first] : [first, second ?? first];
    if (height !== undefined && width !== undefined && height >= least && width >= least) return [height, width];
    problems.push(`its ${name} is not a pair of integers of at least ${least}`);
    return [least, least];
  };
  const groups = pickledIndex(pickledAttribute(module, 'groups') ?? 1n);
  const params: Params = {
    stride: pair('stride', 1),
    padding: pair('padding', 0),
    outputPadding: pair('output_padding', 0),
    dilation: pair('dilation', 1),
    groups: groups ?? 1,
  };
  if (groups === null || groups === 0) problems.push('its groups is not an integer of at least 1');
  return problems[0] ?? params;
}
