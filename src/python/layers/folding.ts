import {
  floorQuotientOf,
  type Formula,
  formulaText,
  numberOf,
  productOf,
  renamedSymbols,
  sizeOfFormula,
  symbolFormula,
  sumOf,
} from '../../dialects/formula.ts';
import type { SiteAxis } from '../callSite.ts';
import type { Dimensions, GivenArgument, ReachedCall } from '../values/abstract.ts';
import { RuleArguments } from './layerRule.ts';
import { windowPlaces } from './windowSize.ts';

/** A class or function of PyTorch that unfolds or folds. */
export interface FoldApi {
  readonly name: string;
  readonly kind: 'unfold' | 'fold';
  readonly parameters: readonly string[];
  /** The parameter of a function that is its input; null for a class. */
  readonly input: string | null;
}

const windowParameters = ['kernel_size', 'dilation', 'padding', 'stride'];
const foldParameters = ['output_size', ...windowParameters];

/** The signatures of torch.nn.Unfold, torch.nn.Fold and their functions. */
const foldApis: readonly FoldApi[] = [
  { name: 'torch.nn.Unfold', kind: 'unfold', parameters: windowParameters, input: null },
  { name: 'torch.nn.Fold', kind: 'fold', parameters: foldParameters, input: null },
  { name: 'torch.nn.functional.unfold', kind: 'unfold', parameters: ['input', ...windowParameters], input: 'input' },
  { name: 'torch.nn.functional.fold', kind: 'fold', parameters: ['input', ...foldParameters], input: 'input' },
];

const foldsByName: ReadonlyMap<string, FoldApi> = new Map(
  foldApis.flatMap((api) => [api.name, api.name.replace('nn.functional.', '')].map((name) => [name, api] as const)),
);

/** Finds the class or function by its resolved name, `torch.unfold` included; null if it neither unfolds nor folds. */
export function findFoldApi(resolvedName: string): FoldApi | null {
  return foldsByName.get(resolvedName) ?? null;
}

/**
 * Returns a reach with letters of its own if it is an unfold of an image (N, C, H, W): wherever it stands in a program, the
 * axes of the image of which nothing is known are N, C, H and W, also in the sizes of U.
 */
export function withOwnImageLetters(reach: ReachedCall): ReachedCall {
  const api = findFoldApi(reach.api);
  if (api?.kind !== 'unfold') return reach;
  const applications = reach.applications.map((application) => {
    const input = ownLetters(application.input);
    return { ...application, input, output: foldingOf(api, reach.arguments, input).output };
  });
  return { ...reach, applications };
}

/** A letter that the evaluation gave to a size of which nothing is known. */
const madeLetter = /^[NCHWLD][₀-₉]*$/;

function ownLetters(image: Dimensions): Dimensions {
  if (image?.length !== 4) return image;
  const own = new Map<string, string>();
  for (const [axis, size] of image.entries()) {
    const letter = formulaText(size);
    if (madeLetter.test(letter)) own.set(letter, 'NCHW'.charAt(axis));
  }
  return image.map((size) => renamedSymbols(size, own));
}

/** What an unfold or a fold does with an input. */
export interface Folding {
  readonly axes: readonly [SiteAxis, SiteAxis];
  /** The sizes of the unfolded matrix U: (N, C·kH·kW, L), or without N. */
  readonly unfolded: Dimensions;
  readonly output: Dimensions;
}

/** Computes what an unfold or a fold makes of an input; null as `input` if nothing is known of it. */
export function foldingOf(api: FoldApi, given: ReadonlyMap<string, GivenArgument>, input: Dimensions): Folding {
  const args = new RuleArguments(given);
  const sizes = (name: string, absent: number | null): readonly Formula[] =>
    args.sizes(name, 2, absent).map((size) => size ?? symbolFormula(given.get(name)?.source ?? name));
  const [kernel, stride, padding, dilation] = [
    sizes('kernel_size', null),
    sizes('stride', 1),
    sizes('padding', 0),
    sizes('dilation', 1),
  ];
  const isFold = api.kind === 'fold';
  const images = isFold ? sizes('output_size', null) : [input?.at(-2) ?? null, input?.at(-1) ?? null];
  const axes = ([0, 1] as const).map((axis) => {
    const [k, s, p, d] = [kernel[axis], stride[axis], padding[axis], dilation[axis]].map((size) => size ?? []) as [
      Formula,
      Formula,
      Formula,
      Formula,
    ];
    const image = images[axis] ?? null;
    const places =
      image === null ? null : windowPlaces(image, { kernel: k, stride: s, padding: sumOf(p, p), dilation: d });
    return { k, s, p, d, image, places };
  });
  const [h, w] = axes as [(typeof axes)[number], (typeof axes)[number]];
  const window = productOf(h.k, w.k);
  const places = h.places === null || w.places === null ? null : productOf(h.places, w.places);
  const batch = input === null || input.length < (isFold ? 3 : 4) ? [] : input.slice(0, 1);
  const shown = ([h, w] as const).map((axis): SiteAxis => ({
    kernel: sizeOfFormula(axis.k),
    stride: sizeOfFormula(axis.s),
    padding: sizeOfFormula(axis.p),
    dilation: sizeOfFormula(axis.d),
    image: axis.image === null ? null : sizeOfFormula(axis.image),
    places: axis.places === null ? null : sizeOfFormula(axis.places),
  })) as [SiteAxis, SiteAxis];
  if (!isFold) {
    const channels = input?.at(-3);
    const unfolded = channels === undefined || places === null ? null : [...batch, productOf(channels, window), places];
    return { axes: shown, unfolded, output: unfolded };
  }
  const rows = input?.at(-2);
  const channels = rows === undefined ? null : quotientOf(rows, window);
  const output = channels === null ? null : [...batch, channels, h.image ?? [], w.image ?? []];
  const unfolded = rows === undefined ? null : [...batch, rows, places ?? input?.at(-1) ?? []];
  return { axes: shown, unfolded, output };
}

/** Returns rows ÷ (kH·kW) if that is a whole number or a multiple of a symbol; null otherwise. */
function quotientOf(rows: Formula, window: Formula): Formula | null {
  const by = numberOf(window);
  if (by === null || by < 1 || !rows.every(({ coefficient }) => coefficient % by === 0)) return null;
  return floorQuotientOf(rows, by);
}
