import type { Call, Pair } from '../../core/call.ts';
import { assertNever } from '../../core/assertNever.ts';
import { flatAt, indexAt } from '../../core/flatIndex.ts';
import { isSameShape, zeros } from '../../core/tensor.ts';
import type { AxisGeometry } from '../../geometry/geometry.ts';
import { axisLandings } from '../../geometry/landings.ts';
import { mappedLater, placesOf, rearranged, withPadding, withParams } from '../model/edits.ts';
import { fillMarker, type Hypothesis, type OtherCall } from '../model/hypothesis.ts';
import type { DiagnosisTarget, Mistake } from '../model/mistake.ts';
import { probePlaces } from '../search/probePlaces.ts';
import { beforehand } from './code.ts';
import { isRightOutput } from './looksLike.ts';
import { fullSize } from './paddingMistakes.ts';
import { SampledElement } from './sampledElement.ts';

// Outputs that were computed tile by tile, without what the tiles have to exchange.

/**
 * How the outputs of tiles are put together. `last`, `first`: each at its place, the last or the first tile's values
 * where they overlap, in place of their sum. `cropped`: each is cropped by the padding and they stand side by side.
 */
type TileRule = 'last' | 'first' | 'cropped';
const tileRules = ['last', 'first', 'cropped'] as const;

const ruleWords: Readonly<Record<TileRule, string>> = {
  last: 'the last tile’s values where tiles overlap',
  first: 'the first tile’s values where tiles overlap',
  cropped: 'every tile cropped by the padding and put beside the others',
};

/** An axis of the input that is divided into tiles of `tile` elements, the last of which may be smaller. */
interface TiledAxis {
  readonly axis: AxisGeometry;
  readonly tile: number;
  readonly tiles: number;
  /** Size of the output along the axis. */
  readonly size: number;
  /** Returns the tile that gives an output index, and the index in that tile's uncropped output. */
  readonly placeOf: (o: number) => readonly [tile: number, local: number];
}

function tiledAxis(axis: AxisGeometry, tile: number, rule: TileRule): TiledAxis {
  const { inputSize, stride, padding, paddingEnd, dilation, kernelSize, outputSize } = axis;
  const tiles = Math.ceil(inputSize / tile);
  const spanOf = (elements: number): number => (elements - 1) * stride + dilation * (kernelSize - 1) + 1;
  const apart = tile * stride;
  const span = spanOf(tile);
  switch (rule) {
    case 'last':
    case 'first':
      return {
        axis,
        tile,
        tiles,
        size: outputSize,
        placeOf: (o) => {
          const full = o + padding;
          const wanted = rule === 'last' ? Math.floor(full / apart) : Math.max(0, Math.ceil((full - span + 1) / apart));
          const own = Math.min(tiles - 1, wanted);
          return [own, full - own * apart];
        },
      };
    case 'cropped': {
      const beyond = outputSize - (spanOf(inputSize) - padding - paddingEnd);
      const own = span - padding - paddingEnd + beyond;
      const rest = spanOf(inputSize - (tiles - 1) * tile) - padding - paddingEnd + beyond;
      return {
        axis,
        tile,
        tiles,
        size: own < 1 || rest < 1 ? 0 : (tiles - 1) * own + rest,
        placeOf: (o) => {
          const at = Math.min(tiles - 1, Math.floor(o / own));
          return [at, o - at * own + padding];
        },
      };
    }
    default:
      return assertNever(rule, 'rule');
  }
}

/** Lists the pairs of input indices and taps, alternating, that meet in an output index if only its tile is read. */
function landingsIn({ axis, tile, placeOf }: TiledAxis, o: number): readonly number[] {
  const [at, local] = placeOf(o);
  const found: number[] = [];
  for (let k = 0; k < axis.kernelSize; k++) {
    const i = (local - k * axis.dilation) / axis.stride;
    if (Number.isInteger(i) && i >= 0 && i < tile && at * tile + i < axis.inputSize) found.push(at * tile + i, k);
  }
  return found;
}

/** The longest tiles that are all tried; of longer ones, those of which a few make up the axis, and multiples of 32. */
const mostTile = 64;
const fewTiles = 8;

/** Lists the sizes of tiles along an axis, the whole axis included. */
function tileSizes({ inputSize }: AxisGeometry): readonly number[] {
  const sizes = new Set([inputSize]);
  for (let tile = inputSize - 1; tile > 0; tile--) {
    const isFew = Array.from({ length: fewTiles }, (_, i) => Math.ceil(inputSize / (i + 1))).includes(tile);
    if (tile <= mostTile || tile % 32 === 0 || isFew) sizes.add(tile);
  }
  return [...sizes];
}

interface Tiling {
  readonly rule: TileRule;
  readonly down: TiledAxis;
  readonly across: TiledAxis;
}

/** Lists the tilings that give the shape of an output, those of large tiles first. */
function tilingsOf({ geometry, actual, call }: DiagnosisTarget): readonly Tiling[] {
  const { outputShape, h, w } = geometry;
  const { shape } = actual;
  const isOther = shape.length !== outputShape.length || shape.slice(0, -2).some((size, i) => size !== outputShape[i]);
  const [height = 0, width = 0] = shape.slice(-2);
  if (isOther || height === 0 || width === 0 || call.input.data.length === 0) return [];
  return tileRules.flatMap((rule) => {
    const axes = ([h, w] as const).map((axis, i) =>
      tileSizes(axis)
        .map((tile) => tiledAxis(axis, tile, rule))
        .filter(({ size }) => size === (i === 0 ? height : width)),
    );
    const [downs = [], acrosses = []] = axes;
    return downs.flatMap((down) =>
      acrosses.flatMap((across) => (down.tiles === 1 && across.tiles === 1 ? [] : [{ rule, down, across }])),
    );
  });
}

/** Finds the tilings that explain some elements of the output, wrong ones first. */
function tilingsThatFit(target: DiagnosisTarget, tilings: readonly Tiling[]): readonly Tiling[] {
  const { call } = target;
  const wanted = { groups: call.params.groups, bias: call.bias };
  let left = tilings;
  for (const at of probePlaces(target)) {
    if (left.length === 0) return left;
    const element = new SampledElement(target, wanted, at);
    const landings = new Map<TiledAxis, readonly [key: string, landings: readonly number[]]>();
    const landingsOf = (axis: TiledAxis, o: number): readonly [string, readonly number[]] => {
      const known = landings.get(axis);
      if (known !== undefined) return known;
      const found = landingsIn(axis, o);
      const made = [found.join(), found] as const;
      landings.set(axis, made);
      return made;
    };
    const isExplained = new Map<string, boolean>();
    left = left.filter(({ down, across }) => {
      const [rows, columns] = [landingsOf(down, element.y), landingsOf(across, element.x)];
      const key = `${rows[0]} ${columns[0]}`;
      const known = isExplained.get(key) ?? element.explainerOf(rows[1])(columns[1]);
      isExplained.set(key, known);
      return known;
    });
  }
  return left;
}

/** Returns the call of all tiles, as images of their own, uncropped; the last tiles are filled up with zeros. */
function callOfTiles({ call, geometry }: OtherCall, { down, across }: Tiling): Call {
  const { cin, n, w } = geometry;
  const size = cin * down.tile * across.tile;
  const tiles = zeros(call.input.dtype, [n * down.tiles * across.tiles, cin, down.tile, across.tile]);
  for (let tileRow = 0; tileRow < down.tiles; tileRow++) {
    for (let tileColumn = 0; tileColumn < across.tiles; tileColumn++) {
      const places = placesOf(down.tile, across.tile, (y, x) => {
        const [row, column] = [tileRow * down.tile + y, tileColumn * across.tile + x];
        return row < down.axis.inputSize && column < across.axis.inputSize ? row * w.inputSize + column : -1;
      });
      const { data } = rearranged(call.input, [n, cin, down.tile, across.tile], (p) => p, places);
      for (let image = 0; image < n; image++) {
        const at = (image * down.tiles + tileRow) * across.tiles + tileColumn;
        tiles.data.set(data.subarray(image * size, (image + 1) * size), at * size);
      }
    }
  }
  return withParams(withPadding({ ...call, input: tiles }, [0, 0]), { outputPadding: [0, 0] });
}

function tiled(other: OtherCall, tiling: Tiling): Hypothesis {
  const { rule, down, across } = tiling;
  const { geometry } = other;
  const { outputShape, cout } = geometry;
  const shape = [...outputShape.slice(0, -2), down.size, across.size];
  const call = callOfTiles(other, tiling);
  const span: Pair = fullSize({
    ...geometry,
    h: { ...geometry.h, insertedSize: (down.tile - 1) * geometry.h.stride + 1 },
    w: { ...geometry.w, insertedSize: (across.tile - 1) * geometry.w.stride + 1 },
  });
  const from = [0, cout, ...span];
  return {
    detail: `${down.tile} × ${across.tile} elements of the input each, ${ruleWords[rule]}`,
    call,
    arranged: {
      shape,
      source: (at) => {
        const index = indexAt(shape, at);
        const [c = 0, y = 0, x = 0] = index.slice(-3);
        const image = index.length > 3 ? (index[0] as number) : 0;
        const [[tileRow, row], [tileColumn, column]] = [down.placeOf(y), across.placeOf(x)];
        if (row >= span[0] || column >= span[1]) return fillMarker.bias;
        return flatAt(from, [(image * down.tiles + tileRow) * across.tiles + tileColumn, c, row, column]);
      },
    },
    words: { what: 'computed by tiles of', yours: [down.tile, across.tile], required: 'the whole input' },
    again: ({ call: another, geometry: own }) => {
      const whole = (axis: TiledAxis, size: number): number => (axis.tiles === 1 ? size : axis.tile);
      const rows = tiledAxis(own.h, whole(down, own.h.inputSize), rule);
      const columns = tiledAxis(own.w, whole(across, own.w.inputSize), rule);
      if ((rows.tiles === 1 && columns.tiles === 1) || rows.size < 1 || columns.size < 1) return null;
      return tiled({ call: another, geometry: own }, { rule, down: rows, across: columns });
    },
  };
}

/** The most tilings that are handed on to be confirmed. */
const mostConfirmed = 8;

/** Tiles of the input that each have `halo` elements of their neighbours on both sides. */
interface HaloTiles {
  readonly tile: number;
  readonly halo: number;
}

/** The axes that are divided into tiles with halos. */
const haloAxes = ['both axes', 'the rows', 'the columns'] as const;
type HaloAxes = (typeof haloAxes)[number];

/** Returns how many tiles have each element of an axis. */
function tilesWith({ inputSize }: AxisGeometry, { tile, halo }: HaloTiles): readonly number[] {
  const tiles = Math.ceil(inputSize / tile);
  return Array.from({ length: inputSize }, (_, i) => {
    let count = 0;
    for (let t = 0; t < tiles; t++) if (i >= t * tile - halo && i < (t + 1) * tile + halo) count += 1;
    return count;
  });
}

/** The widest halo, beside what a kernel reaches, that is tried. */
const moreHalo = 1;

/** Lists the tiles with halos along some axes. */
function haloTiles({ geometry: { h, w } }: OtherCall, axes: HaloAxes): readonly HaloTiles[] {
  const own = axes === 'the rows' ? [h] : axes === 'the columns' ? [w] : [h, w];
  const reach = Math.max(
    ...own.map(({ kernelSize, dilation, stride }) => Math.ceil((dilation * (kernelSize - 1)) / stride)),
  );
  const sizes = new Set(own.flatMap((axis) => tileSizes(axis).filter((tile) => tile < axis.inputSize)));
  return [...sizes].flatMap((tile) =>
    Array.from({ length: reach + moreHalo }, (_, i) => ({ tile, halo: i + 1 })).filter(({ halo }) => halo < tile),
  );
}

/** Returns the number of times that the elements of each row and each column are counted. */
function haloCounts(
  { geometry: { h, w } }: OtherCall,
  tiles: HaloTiles,
  axes: HaloAxes,
): readonly (readonly number[])[] {
  const once = ({ inputSize }: AxisGeometry): readonly number[] => new Array<number>(inputSize).fill(1);
  return [axes === 'the columns' ? once(h) : tilesWith(h, tiles), axes === 'the rows' ? once(w) : tilesWith(w, tiles)];
}

function halosAdded(other: OtherCall, tiles: HaloTiles, axes: HaloAxes): Hypothesis | null {
  const [rows = [], columns = []] = haloCounts(other, tiles, axes);
  if ([...rows, ...columns].every((count) => count === 1)) return null;
  const { input } = other.call;
  const { inputSize: width } = other.geometry.w;
  const { inputSize: height } = other.geometry.h;
  const countAt = (at: number): number =>
    (rows[Math.floor(at / width) % height] as number) * (columns[at % width] as number);
  const { tile, halo } = tiles;
  const detail = `tiles of ${tile} elements with halos of ${halo}${axes === 'both axes' ? '' : ` along ${axes}`}`;
  return {
    detail,
    call: { ...other.call, input: mappedLater(input, (value, at) => value * countAt(at)) },
    words: { what: 'input elements near the edge of a tile', yours: 'once for every tile', required: 'once' },
    fitted: 2,
    code: beforehand(
      `x = x * torch.tensor([${rows.join(', ')}]).reshape(-1, 1) * torch.tensor([${columns.join(', ')}])`,
    ),
    again: (another) => halosAdded(another, tiles, axes),
  };
}

function* addedHalos(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { actual, reference, call, geometry } = target;
  if (!isSameShape(actual.shape, reference.shape)) return;
  if (isRightOutput(target)) {
    const tile = Math.ceil(Math.max(geometry.h.inputSize, geometry.w.inputSize) / 2);
    const example = tile > 1 ? halosAdded(target, { tile, halo: 1 }, 'both axes') : null;
    if (example !== null) yield example;
    return;
  }
  const elements = probePlaces(target)
    .filter((at) => Math.abs((actual.data[at] as number) - (reference.data[at] as number)) > 0)
    .map((at) => new SampledElement(target, { groups: call.params.groups, bias: call.bias }, at));
  const [down, across] = [axisLandings(geometry.h), axisLandings(geometry.w)];
  /** Lists landings with every pair as often as its input element is counted. */
  const repeated = (pairs: readonly number[], counts: readonly number[]): readonly number[] =>
    pairs.flatMap((i, at) =>
      at % 2 === 1 ? [] : new Array<readonly number[]>(counts[i] as number).fill([i, pairs[at + 1] as number]).flat(),
    );
  for (const axes of haloAxes) {
    for (const tiles of haloTiles(target, axes)) {
      const [rows = [], columns = []] = haloCounts(target, tiles, axes);
      const fits = elements.every((element) =>
        element.explainerOf(repeated(down[element.y] ?? [], rows))(repeated(across[element.x] ?? [], columns)),
      );
      const found = fits && elements.length > 0 ? halosAdded(target, tiles, axes) : null;
      if (found !== null) yield found;
    }
  }
}

/** Yields one example of each rule, for an output that is right: the input in halves. */
function* examples(target: DiagnosisTarget): Iterable<Hypothesis> {
  const { h, w } = target.geometry;
  for (const rule of tileRules) {
    const [down, across] = [h, w].map((axis) => tiledAxis(axis, Math.ceil(axis.inputSize / 2), rule));
    if (down === undefined || across === undefined || down.size < 1 || across.size < 1) continue;
    if (down.tiles > 1 || across.tiles > 1) yield tiled(target, { rule, down, across });
  }
}

export const tileMistakes: readonly Mistake[] = [
  {
    id: 'tiles-not-added',
    title: 'The output was computed by tiles that were not added up where they meet',
    means: 'no overlap-add between tiles',
    place: 'output',
    known: [],
    fix: 'Add the tiles’ outputs where they overlap: each reaches dilation·(kernel_size − 1) + 1 − stride beyond its own part. Crop by the padding at the ends of the whole output only.',
    code: null,
    fromOutput: true,
    general: true,
    alone: true,
    alternatives: (target) => tilingsOf(target).length,
    *hypotheses(target) {
      if (isRightOutput(target)) {
        yield* examples(target);
        return;
      }
      for (const tiling of tilingsThatFit(target, tilingsOf(target)).slice(0, mostConfirmed))
        yield tiled(target, tiling);
    },
  },
  {
    id: 'halos-added',
    title: 'The halos of tiles were counted more than once',
    means: 'tiles overlap in the input, and their outputs are added',
    place: 'output',
    known: [],
    fix: 'Give every input element to one tile if the tiles’ outputs are added up. With halos in the input, keep only the part of each output that the tile owns.',
    code: null,
    fromOutput: true,
    general: true,
    alone: true,
    alternatives: (target) => haloAxes.reduce((count, axes) => count + haloTiles(target, axes).length, 0),
    hypotheses: addedHalos,
  },
];
