import type { AxisGeometry, Geometry } from '../../src/engine/geometry/geometry.ts';
import { coutInGroup } from '../../src/engine/provenance/channels.ts';
import { channelOf } from '../../src/engine/provenance/moveCursor.ts';
import type { Cell, Cursor, Stage, StageId } from '../../src/engine/provenance/stage.ts';
import { type StampView, stampViews } from '../../src/engine/provenance/stamp.ts';
import { tileUnder } from '../../src/engine/provenance/elementTile.ts';
import { sliceText } from '../../src/engine/stages/sliceText.ts';
import type { RunModel } from '../store/runModel.ts';
import { cellMeanings, type CellMeaning } from './cellMeaning.ts';
import type { AxisNames, StageAxes } from './ticks.ts';

/**
 * The part of a stage in the figure of its formulation.
 * `top-image`, `left-image`: an image on the way to the factor above, or left of, the product.
 * `top`, `left`, `product`: a factor, or the product, of a Falk scheme; the product is the output, bias included.
 * `folded-product`: a product whose cells are added up into the output.
 * `matrix`, `vector`, `vector-product`: a matrix, the vector it multiplies, and their product.
 */
export type StageRole =
  | 'top-image'
  | 'left-image'
  | 'top'
  | 'left'
  | 'product'
  | 'folded-product'
  | 'matrix'
  | 'vector'
  | 'vector-product'
  | 'output';

/** Stages with the same numbers share one colour scale, so that a value has the same colour in each of them. */
export type ScaleGroup =
  'input' | 'weight' | 'output' | 'columns' | 'transformed-input' | 'transformed-weight' | 'transformed-product';

/** A stage as it is drawn for a cursor. */
interface DrawnStage {
  readonly stage: Stage;
  readonly run: RunModel;
  readonly cursor: Cursor;
}

/** Everything that the page knows about a stage beyond the stage itself. */
export interface StageStyle {
  readonly role: StageRole;
  /** Name of the stage within a sentence: "K, the kernel matrix". */
  readonly name: string;
  readonly scale: ScaleGroup;
  /** Names what the rows and columns of a matrix count. */
  readonly axes: (geometry: Geometry) => StageAxes;
  /** The index of a drawn cell in the stage's tensor: [0, 25, 14, 9] in x, [229, 429] in U. */
  readonly index: (run: Pick<RunModel, 'geometry' | 'formulation'>, cursor: Cursor, cell: Cell) => readonly number[];
  /** Says what the row and the column of a cell are. If omitted, the index says it. */
  readonly meaning?: CellMeaning;
  /** How the stage shows an input element's stamp. Only stages of formulations that scatter have it. */
  readonly stamp?: StampView;
  /** The image has only a few cells, which are drawn larger than those of other images. */
  readonly isSmall?: true;
  /** The size depends on the stride phase at the cursor; the layout keeps room for the largest. */
  readonly variesWithPhase?: true;
  /** Each cell is a dot product over the channels of a group, computed when it is read. */
  readonly isSummedWhenRead?: true;
  /** The stage is a tensor of the call, which an emulated precision rounds as it enters. */
  readonly enters?: true;
  /** The header shows the title without a symbol. */
  readonly isUntitled?: true;
  /** The header chooses the batch element and the channel. */
  readonly hasSelectors?: true;
  /** A colour bar is shown below the image. */
  readonly hasColourBar?: true;
  /** Returns the text below the image, or null if there is none. */
  readonly caption?: (drawn: DrawnStage) => string | null;
  /** The caption may take several lines. */
  readonly isCaptionWrapped?: true;
  /** Explains the factors of a product in one sentence. */
  readonly note?: (geometry: Geometry) => string;
}

const noAxes = (): StageAxes => ({ rows: null, columns: null });
const channel: AxisNames = { cell: 'c', block: 'c', size: 1 };
const phaseRow: AxisNames = { cell: 'r', block: 'r', size: 1 };
const phaseColumn: AxisNames = { cell: 'l', block: 'l', size: 1 };
const tile: AxisNames = { cell: 't', block: 't', size: 1 };
/** Rows of U: the taps of one channel after another. */
const taps = (geometry: Geometry): AxisNames => ({ cell: 'r', block: 'c', size: geometry.taps });
/** Rows of Wᵀ: the taps of one output channel after another. */
const spread = (geometry: Geometry): AxisNames => ({ cell: 'q', block: 'c', size: geometry.taps });
/** Output positions, row by row. */
const places = ({ w }: Geometry): AxisNames => ({ cell: 'l', block: 'y', size: w.outputSize, within: 'x' });
/** Input positions, row by row. */
const sources = ({ w }: Geometry): AxisNames => ({ cell: 'i', block: 'y', size: w.inputSize, within: 'x' });

type CellIndex = StageStyle['index'];

const batchOf = ({ batched }: Geometry, { n }: Cursor): readonly number[] => (batched ? [n] : []);

const indexInImage: CellIndex = ({ geometry, formulation }, cursor, { row, column }) => [
  ...batchOf(geometry, cursor),
  channelOf(formulation, geometry, cursor),
  row,
  column,
];

const indexInTile: CellIndex = ({ geometry, formulation }, cursor, { row, column }) => [
  ...batchOf(geometry, cursor),
  channelOf(formulation, geometry, cursor),
  tileUnder(geometry, cursor).column,
  row,
  column,
];

const indexInKernel: CellIndex = ({ geometry, formulation }, cursor, { row, column }) => [
  channelOf(formulation, geometry, cursor),
  coutInGroup(geometry, cursor.c),
  row,
  column,
];

const indexInOutput: CellIndex = ({ geometry }, cursor, { row, column }) => [
  ...batchOf(geometry, cursor),
  cursor.c,
  row,
  column,
];

const indexInMatrix: CellIndex = (_run, _cursor, { row, column }) => [row, column];

const indexInVector: CellIndex = (_run, _cursor, { row }) => [row];

const minus = '\u2212';
const number = (value: number): string => String(value).replace('-', minus);
const both = (h: number, w: number): string => (h === w ? number(h) : `${number(h)} × ${number(w)}`);

/**
 * Explains how x̂ is made from x: "no zeros inserted · padding d(k−1)−p = 2", or, if the paddings of an axis differ, "1
 * zero inserted · padding 1 top-left, 2 bottom-right". If height and width differ, both are given: "1 × 2". A negative
 * padding crops.
 */
export function paddedCaption({ h, w }: Pick<Geometry, 'h' | 'w'>): string {
  const [down, across] = [h.stride - 1, w.stride - 1];
  const zeros = down === across && down < 2 ? ['no zeros', '1 zero'][down] : `${both(down, across)} zeros`;
  const crops = Math.min(h.before, w.before, h.after, w.after) < 0 ? ' (negative crops)' : '';
  const even = (axis: AxisGeometry): boolean => axis.before === axis.after;
  const padding =
    even(h) && even(w)
      ? `d(k${minus}1)${minus}p = ${both(h.before, w.before)}`
      : `${both(h.before, w.before)} top-left, ${both(h.after, w.after)} bottom-right`;
  return `${zeros} inserted · padding ${padding}${crops}`;
}

/** Returns the position in the transformed tile that the term multiplies: "ξ (1, 2)". */
function pointCaption({ stage, cursor }: DrawnStage): string {
  const { term } = stage.highlight(cursor);
  return term === null ? '' : sliceText([{ kind: 'point', xi: term.row, nu: term.column }]);
}

/** Returns the caption of a sub-kernel. With more than two kernels in the row there is room only for the phase. */
function subKernelCaption({ stage, run, cursor }: DrawnStage): string {
  const kernels = run.stages.filter(({ id }) => stageStyles[id].role === 'left-image').length;
  const slice = stage.slice(cursor);
  return sliceText(kernels > 2 ? slice.filter(({ kind }) => kind === 'phase') : slice);
}

/** The style of every stage. A new stage needs a row here; the compiler checks it. */
export const stageStyles: Readonly<Record<StageId, StageStyle>> = {
  input: {
    role: 'top-image',
    name: 'x, the input',
    scale: 'input',
    axes: noAxes,
    index: indexInImage,
    stamp: stampViews.input,
    enters: true,
    hasSelectors: true,
    hasColourBar: true,
    caption: ({ run }) => (run.geometry.cin === 1 ? 'c 0 of 1' : null),
  },
  padded: {
    role: 'top-image',
    name: 'x̂, the input with inserted zeros and padding',
    scale: 'input',
    axes: noAxes,
    index: indexInImage,
    caption: ({ run }) => paddedCaption(run.geometry),
    isCaptionWrapped: true,
  },
  unfolded: {
    role: 'top',
    name: 'U, the unfolded input',
    scale: 'input',
    axes: (geometry) => ({ rows: taps(geometry), columns: places(geometry) }),
    index: indexInMatrix,
    meaning: cellMeanings.unfolded,
  },
  weight: {
    role: 'left-image',
    name: 'w, the kernel',
    scale: 'weight',
    axes: noAxes,
    index: indexInKernel,
    stamp: stampViews.weight,
    isSmall: true,
    enters: true,
    hasColourBar: true,
    caption: ({ stage, cursor }) => sliceText(stage.slice(cursor)) || '[0, 0]',
  },
  rotated: {
    role: 'left-image',
    name: 'the rotated kernel',
    scale: 'weight',
    axes: noAxes,
    index: indexInKernel,
    isSmall: true,
    isUntitled: true,
    caption: () => '180°',
  },
  'kernel-matrix': {
    role: 'left',
    name: 'K, the kernel matrix',
    scale: 'weight',
    axes: (geometry) => ({ rows: channel, columns: taps(geometry) }),
    index: indexInMatrix,
    meaning: cellMeanings.kernelMatrix,
  },
  product: {
    role: 'product',
    name: 'Y, the product K·U',
    scale: 'output',
    axes: (geometry) => ({ rows: channel, columns: places(geometry) }),
    index: indexInMatrix,
    meaning: cellMeanings.product,
    note: ({ h, w }) =>
      `a column of U is one ${h.kernelSize}×${w.kernelSize} window of x̂; a row of K is one rotated kernel, flattened`,
  },
  'weight-matrix': {
    role: 'left',
    name: 'Wᵀ, the weight matrix',
    scale: 'weight',
    axes: (geometry) => ({ rows: spread(geometry), columns: channel }),
    index: indexInMatrix,
    stamp: stampViews.weightMatrix,
    meaning: cellMeanings.weightMatrix,
  },
  'input-matrix': {
    role: 'top',
    name: 'X, the input matrix',
    scale: 'input',
    axes: (geometry) => ({ rows: channel, columns: sources(geometry) }),
    index: indexInMatrix,
    stamp: stampViews.inputMatrix,
    meaning: cellMeanings.inputMatrix,
  },
  columns: {
    role: 'folded-product',
    name: 'Wᵀ·X, the columns',
    scale: 'columns',
    axes: (geometry) => ({ rows: spread(geometry), columns: sources(geometry) }),
    index: indexInMatrix,
    stamp: stampViews.columns,
    meaning: cellMeanings.columns,
    isSummedWhenRead: true,
    note: () => 'fold (col2im) adds each cell to the output position that its tap reaches from its input position',
  },
  'phase-kernel': {
    role: 'left-image',
    name: 'the sub-kernel of a phase',
    scale: 'weight',
    axes: noAxes,
    index: indexInKernel,
    isSmall: true,
    variesWithPhase: true,
    caption: subKernelCaption,
  },
  'phase-unfolded': {
    role: 'top',
    name: 'Uᵩ, the unfolded input of a phase',
    scale: 'input',
    axes: () => ({ rows: phaseRow, columns: phaseColumn }),
    index: indexInMatrix,
    meaning: cellMeanings.phaseUnfolded,
    variesWithPhase: true,
  },
  'phase-kernel-matrix': {
    role: 'left',
    name: 'Kᵩ, the kernel matrix of a phase',
    scale: 'weight',
    axes: () => ({ rows: channel, columns: phaseRow }),
    index: indexInMatrix,
    meaning: cellMeanings.phaseKernelMatrix,
    variesWithPhase: true,
  },
  'phase-product': {
    role: 'product',
    name: 'Yᵩ, the product of a phase',
    scale: 'output',
    axes: () => ({ rows: channel, columns: phaseColumn }),
    index: indexInMatrix,
    meaning: cellMeanings.phaseProduct,
    variesWithPhase: true,
    note: () => 'a column of U is one window of x; a row of K has the taps that reach this phase, rotated',
  },
  'convolution-matrix': {
    role: 'matrix',
    name: 'Cᵀ, the transposed convolution matrix',
    scale: 'weight',
    axes: ({ columns, h, w }) => ({
      rows: { cell: 'o', block: 'c', size: columns },
      columns: { cell: 'i', block: 'c', size: h.inputSize * w.inputSize },
    }),
    index: indexInMatrix,
    meaning: cellMeanings.convolutionMatrix,
  },
  'input-vector': {
    role: 'vector',
    name: 'vec x, the input as a vector',
    scale: 'input',
    axes: noAxes,
    index: indexInVector,
    meaning: cellMeanings.inputVector,
    enters: true,
  },
  'output-vector': {
    role: 'vector-product',
    name: 'vec y, the output as a vector',
    scale: 'output',
    axes: noAxes,
    index: indexInVector,
    meaning: cellMeanings.outputVector,
  },
  tile: {
    role: 'top-image',
    name: 'd, a tile of the input',
    scale: 'input',
    axes: noAxes,
    index: indexInTile,
    isSmall: true,
    variesWithPhase: true,
    caption: ({ stage, cursor }) => sliceText(stage.slice(cursor).filter(({ kind }) => kind === 'tile')),
  },
  'transformed-tile': {
    role: 'top-image',
    name: 'BᵀdB, the transformed tile',
    scale: 'transformed-input',
    axes: noAxes,
    index: indexInTile,
    isSmall: true,
    variesWithPhase: true,
    caption: pointCaption,
  },
  'transformed-input': {
    role: 'top',
    name: 'Vξ, the transformed tiles',
    scale: 'transformed-input',
    axes: () => ({ rows: channel, columns: tile }),
    index: indexInMatrix,
    meaning: cellMeanings.transformedInput,
    variesWithPhase: true,
  },
  'transformed-kernel': {
    role: 'left-image',
    name: 'GgGᵀ, the transformed kernel',
    scale: 'transformed-weight',
    axes: noAxes,
    index: indexInKernel,
    isSmall: true,
    variesWithPhase: true,
    caption: pointCaption,
  },
  'transformed-kernel-matrix': {
    role: 'left',
    name: 'Uξ, the transformed kernels',
    scale: 'transformed-weight',
    axes: () => ({ rows: channel, columns: channel }),
    index: indexInMatrix,
    meaning: cellMeanings.transformedKernelMatrix,
    variesWithPhase: true,
  },
  'transformed-product': {
    role: 'folded-product',
    name: 'Mξ, the product of transformed kernels and tiles',
    scale: 'transformed-product',
    axes: () => ({ rows: channel, columns: tile }),
    index: indexInMatrix,
    meaning: cellMeanings.transformedProduct,
    variesWithPhase: true,
    isSummedWhenRead: true,
    note: () => 'Vξ and Uξ hold entry ξ of all transformed tiles and kernels; Aᵀ turns the Mξ into a tile’s outputs',
  },
  output: {
    role: 'output',
    name: 'y, the output',
    scale: 'output',
    axes: noAxes,
    index: indexInOutput,
    stamp: stampViews.output,
  },
};
