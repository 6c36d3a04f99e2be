import { assertNever } from '../../engine/core/assertNever.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import { rounderTo } from '../../engine/rounding/roundTo.ts';
import { quoted, shownName } from '../common/quoted.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import { storedOnDemand, type TensorStorage } from '../common/tensorStorage.ts';
import { composeWeight, spectralNormAxes, weightNormAxis } from './composeWeight.ts';
import { type Composed, composedIn, namesWeightPart } from './partNames.ts';

/** A composed weight of a file with the entries of its parts. */
interface Recipe {
  readonly composed: Composed;
  readonly entry: TensorEntry;
  readonly parts: readonly TensorEntry[];
}

/**
 * Returns the file with the weights that its modules compute from several tensors (weight_norm, spectral_norm, pruning)
 * as tensors of their own, each before its first part, under the key that the module gives it. Their parts are marked as
 * such, and so are parts whose others are missing: none of them is a weight.
 */
export function withComposedWeights(file: TensorFile): TensorFile {
  const byKey = new Map(file.entries.map((entry) => [entry.key, entry]));
  const recipes = new Map<string, Recipe>();
  const partOf = new Map<string, string>();
  for (const composed of composedIn(new Set(byKey.keys()))) {
    const parts = composed.parts.map((key) => byKey.get(key) as TensorEntry);
    const entry = entryOf(composed, parts);
    for (const part of composed.parts) partOf.set(part, partText(composed, entry !== null));
    // A weight that the file has itself is not computed.
    if (entry !== null && !byKey.has(entry.key)) recipes.set(composed.parts[0] as string, { composed, entry, parts });
  }
  const entries = file.entries.flatMap((entry) => {
    const whole = recipes.get(entry.key)?.entry;
    const part = partOf.get(entry.key) ?? (namesWeightPart(entry.key) ? lonePart : undefined);
    return [...(whole === undefined ? [] : [whole]), part === undefined ? entry : { ...entry, partOf: part }];
  });
  if (recipes.size === 0 && entries.every((entry) => entry.partOf === undefined)) return file;
  const byWhole = new Map([...recipes.values()].map((recipe) => [recipe.entry.key, recipe]));
  const read = async (entry: TensorEntry): Promise<Result<Tensor>> => {
    const recipe = byWhole.get(entry.key);
    return await (recipe === undefined ? file.read(entry) : readComposed(file, recipe));
  };
  const locate = async (entry: TensorEntry): Promise<Result<TensorStorage>> =>
    byWhole.has(entry.key) ? ok(storedOnDemand(entry, () => read(entry))) : await file.locate(entry);
  return { ...file, entries, read, locate };
}

/** Returns the entry of a composed weight, or null if the shapes of its parts do not belong together. */
function entryOf(composed: Composed, parts: readonly TensorEntry[]): TensorEntry | null {
  const [first, second, third] = parts;
  const axis = axisOf(composed, parts);
  if (first === undefined || second === undefined || axis === undefined) return null;
  const stored = composed.kind === 'weight_norm' ? second : first;
  const names = [first, second, ...(third === undefined ? [] : [third])].map(({ key }) => shownName(key));
  return {
    key: composed.key,
    element: stored.element,
    shape: stored.shape,
    through: formulaText(composed, names, axis),
  };
}

/** Returns the axis of a composition's norms as far as the shapes tell; undefined if they do not fit. */
function axisOf({ kind }: Composed, parts: readonly TensorEntry[]): number | null | undefined {
  const [first, second, third] = parts.map(({ shape }) => shape);
  if (first === undefined || second === undefined) return undefined;
  switch (kind) {
    case 'weight_norm':
      return weightNormAxis(first, second);
    case 'spectral_norm': {
      const axes = spectralNormAxes(first, second, third ?? []);
      return axes.length === 0 ? undefined : axes.length === 1 ? axes[0] : null;
    }
    case 'prune':
      return first.join() === second.join() ? null : undefined;
    default:
      return assertNever(kind, 'composition');
  }
}

/** Returns the formula of a composed weight in one line. */
function formulaText(
  { kind }: Composed,
  [first = '', second = '', third = '']: readonly string[],
  axis: number | null,
): string {
  switch (kind) {
    case 'weight_norm':
      return `weight_norm: ${second} · ${first} / ‖${second}‖${axis === null ? '' : `, norms over all axes but ${axis}`}`;
    case 'spectral_norm':
      return `spectral_norm: ${first} / (uᵀ W v) with u = ${second}, v = ${third}${axis === null ? '' : `, rows along axis ${axis}`}`;
    case 'prune':
      return `pruned: ${first} × ${second}`;
    default:
      return assertNever(kind, 'composition');
  }
}

const lonePart = 'it is a part of a weight whose other parts are not in the file';

function partText({ kind, key }: Composed, fits: boolean): string {
  const whole = `it is a part of the weight ${quoted(key)} (${kind})`;
  return fits ? `${whole}, not a weight by itself` : `${whole}, and the shapes of the parts do not fit each other`;
}

async function readComposed(file: TensorFile, { composed, entry, parts }: Recipe): Promise<Result<Tensor>> {
  const tensors: Tensor[] = [];
  for (const part of parts) {
    const tensor = await file.read(part);
    if (!tensor.ok) return tensor;
    tensors.push(tensor.value);
  }
  const made = composeWeight(composed.kind, tensors);
  if (!made.ok) {
    return refuse('file', `${file.name}: ${quoted(entry.key)} cannot be computed: ${made.refusal.message}.`);
  }
  const { weight } = made.value;
  // A weight of half precision has it also after its parts are put together.
  if (entry.element === 'float16' || entry.element === 'bfloat16') {
    const round = rounderTo(entry.element);
    for (const [i, value] of weight.data.entries()) weight.data[i] = round(value);
  }
  return ok(weight);
}
