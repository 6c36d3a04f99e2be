import type { Comparison, Tolerance } from '../engine/compare/comparison.ts';
import type { Result } from '../engine/core/refusal.ts';
import type { FormatName } from '../engine/rounding/formats.ts';
import type { TensorStatistics } from '../engine/views/statistics.ts';
import type { TensorPart } from '../engine/views/tensorPart.ts';
import type { ElementName } from '../formats/common/element.ts';
import type { LayerNode } from '../formats/common/layerNode.ts';
import type { TensorFile } from '../formats/common/tensorFile.ts';
import type { PairDifference } from '../formats/differences/comparePair.ts';
import type { EntryPair } from '../formats/differences/pairEntries.ts';
import type { TensorRole } from '../scenario/document/withTensor.ts';
import { defineEvent, defineRequest } from './channel.ts';

/** The pages that a webview can show. The root element names its page in `data-view`. */
export type PageView = 'debugger' | 'file' | 'compare';

/** What a page shows of a tensor file: the contents according to the headers. */
export type FileInfo = Pick<TensorFile, 'format' | 'name' | 'entries' | 'leftOut'> & {
  readonly layers: readonly Omit<LayerNode, 'params'>[];
  /** The reason why no call can name the file, for example because it is a version in Git; null if a call can. */
  readonly unusable: string | null;
};

/** Elements of a tensor, row-major, in the bytes of an element type. */
export interface PartBytes {
  readonly element: ElementName;
  readonly little: boolean;
  readonly bytes: ArrayBuffer;
}

// the page of a tensor file → host

/** The page's first message; returns the contents to show. */
export const fileReadyRequest = defineRequest<null, Result<FileInfo>>('file-ready');
/**
 * Reads a part of a tensor. If `onlyIfDirect` is true and the part can be read only after all bytes before it, nothing is
 * read and the reply is null.
 */
export const readPartRequest = defineRequest<
  { readonly key: string; readonly part: TensorPart; readonly onlyIfDirect: boolean },
  Result<PartBytes | null>
>('read-part');
/** Returns the statistics of a tensor; reports progress in elements. */
export const statisticsRequest = defineRequest<{ readonly key: string }, Result<TensorStatistics>>('statistics');
/**
 * Asks the user for a path and saves a tensor there as a `.npy` file; returns the path, or null if the user chooses none.
 */
export const saveTensorRequest = defineRequest<
  { readonly key: string; readonly suggestedName: string },
  Result<string | null>
>('save-tensor');
/**
 * Puts the tensor into the scenario of the debugger used last, or into a new one; returns a sentence that says what was
 * done.
 */
export const useTensorRequest = defineRequest<{ readonly key: string; readonly role: TensorRole }, Result<string>>(
  'use-tensor',
);
/**
 * Opens a layer of the model in the debugger, and asks the user for the tensors that the model does not have. `layer` is its
 * number, from 0. Returns null if the user cancels.
 */
export const openLayerRequest = defineRequest<{ readonly layer: number }, Result<string | null>>('open-layer');
/**
 * Asks the user for the parameters of a layer with this weight, and opens it in the debugger. Returns null if the user
 * cancels.
 */
export const openAsLayerRequest = defineRequest<{ readonly key: string }, Result<string | null>>('open-as-layer');

/**
 * Asks the user for the dtype and the shape of a file of raw numbers, and returns its contents read so; null if the user
 * cancels.
 */
export const readRawRequest = defineRequest<null, Result<FileInfo | null>>('read-raw');

// host → the page of a tensor file

/** Tells the page that the file changed on the disk. */
export const fileChanged = defineEvent<Result<FileInfo>>('file-changed');

/** One of the two files of a comparison. */
export interface ComparedFile {
  /** The file's name as shown to the user, with the tensor's if only one is compared: "out.npz (HEAD)", "out.npz#y". */
  readonly label: string;
  readonly tensors: number;
}

/** What a comparison starts with. */
export interface CompareInfo {
  /** The state from which the comparison is restored after a reload. */
  readonly state: CompareState;
  readonly a: ComparedFile;
  readonly b: ComparedFile;
  readonly pairs: readonly EntryPair[];
}

/** Two files by their URIs; `key` names the only tensor that is compared, and is null if all are. */
export interface CompareState {
  readonly a: { readonly uri: string; readonly key: string | null };
  readonly b: { readonly uri: string; readonly key: string | null };
  /** The key of the tensor that is selected first; if omitted, the first one that differs. */
  readonly selected?: string;
}

/** A pair of tensors by its number, and the parts of the tolerance that the user has set. */
export interface PairQuestion {
  readonly pair: number;
  readonly tolerance: Partial<Tolerance>;
}

/** A step from the element at the flat index `from`: to the next (1) or the previous (−1) one that differs. */
export interface DifferenceStep extends PairQuestion {
  readonly from: number;
  readonly by: 1 | -1;
}

/** The comparison of two tensors of the same shape. */
export interface PairComparison {
  readonly comparison: Comparison;
  /** The numbers of both tensors at the comparison's worst elements. */
  readonly worstValues: readonly (readonly [a: number, b: number])[];
  /** The format whose units in the last place are counted; null for integers. */
  readonly ulp: FormatName | null;
}

// the page of a comparison → host

export const compareReadyRequest = defineRequest<null, Result<CompareInfo>>('compare-ready');
/**
 * Compares all pairs and reports progress in elements. The differences arrive as {@link pairsCompared}. Returns, for the
 * numbers of tensors that are in one file only, the keys under which the other file has their values.
 */
export const compareFilesRequest = defineRequest<
  { readonly tolerance: Partial<Tolerance>; readonly round: number },
  Result<readonly (readonly [pair: number, key: string])[]>
>('compare-files');
/** Compares the two tensors of a pair; reports progress in elements. */
export const comparePairRequest = defineRequest<PairQuestion, Result<PairComparison>>('compare-pair');
/** Reads a part of a tensor of a pair. */
export const readComparedRequest = defineRequest<
  { readonly pair: number; readonly side: 'a' | 'b'; readonly part: TensorPart },
  Result<PartBytes>
>('read-compared');
/** Returns the flat index of the next mismatch after an element, or (−1) of the previous one; null if there is none. */
export const nextMismatchRequest = defineRequest<DifferenceStep, Result<number | null>>('next-mismatch');

// host → the page of a comparison

/** Tells the page what became of some pairs. `round` is that of the request. */
export const pairsCompared = defineEvent<{
  readonly round: number;
  readonly differences: readonly (readonly [pair: number, difference: PairDifference])[];
}>('pairs-compared');
/** Tells the page that one of the files changed on the disk. */
export const compareChanged = defineEvent<Result<CompareInfo>>('compare-changed');
/** Moves to the next mismatch (1) or the previous one (−1). */
export const stepMismatch = defineEvent<1 | -1>('step-mismatch');
