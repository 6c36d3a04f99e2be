import { ok, type Result } from '../../engine/core/refusal.ts';
import type { Tensor } from '../../engine/core/tensor.ts';
import type { ByteSource } from '../common/byteSource.ts';
import type { LayerNode } from '../common/layerNode.ts';
import { withComposedWeights } from '../composed/withComposedWeights.ts';
import { shownName } from '../common/quoted.ts';
import { bytesText } from '../common/amountText.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import { storedOnDemand } from '../common/tensorStorage.ts';
import { refuseMissing } from '../common/refuseMissing.ts';
import type { UnpickledValue } from '../pickle/readPickle.ts';
import { type CollectedTensors, collectTensors, type CollectOptions } from './collectTensors.ts';
import { moduleLayers } from './moduleLayers.ts';
import type { PickledTensor } from './pickledTensor.ts';
import { readSparse } from './readSparse.ts';
import { sparseShapesOf, sparseText } from './sparseTensor.ts';
import { type QTensorScales, dequantisedQTensor, qTensorStorage, qTensorText } from './qTensor.ts';
import { checkPickled, qTensorScalesOf } from './readQTensorScales.ts';
import { locateView, readView } from './readView.ts';
import { findSavedStorages } from './savedStorages.ts';
import { type BytesOf, type StorageBytes, storageInPickle } from './storageBytes.ts';

/** A pickle and where its storages are. */
export interface PickleContent {
  /** The file with the pickle. */
  readonly source: ByteSource;
  readonly read: UnpickledValue;
  /** Finds a storage that the pickle names. */
  readonly storageOf: (key: string) => StorageBytes | undefined;
  /** The byte order of the storages. */
  readonly little: boolean;
  readonly keys?: Pick<CollectOptions, 'prefix' | 'rootPrefix'>;
}

/** Makes more layers of what was collected, for formats whose modules have code. */
export type MoreLayers = (
  modules: CollectedTensors['modules'],
  entries: readonly TensorEntry[],
) => Promise<Result<readonly LayerNode[]>>;

/** Returns the tensors of pickles as a file: their keys as one list, in the order of the pickles. */
export async function pickledFile(
  name: string,
  format: TensorFile['format'],
  pickles: readonly PickleContent[],
  moreLayers: MoreLayers = () => Promise.resolve(ok([])),
): Promise<Result<TensorFile>> {
  const views = new Map<
    string,
    {
      readonly view: PickledTensor;
      readonly bytes: StorageBytes;
      readonly little: boolean;
      readonly quantisation: QTensorScales | null;
      /** Reads a sparse tensor as a dense one; null for any other tensor. */
      readonly dense: (() => Promise<Result<Tensor>>) | null;
    }
  >();
  const leftOut: string[] = [];
  const modules: CollectedTensors['modules'][number][] = [];
  for (const { source, read, storageOf, little, keys } of pickles) {
    const saved = await findSavedStorages(source, read.storages);
    if (!saved.ok) return saved;
    const bytesOf: BytesOf = ({ storage, storageBytes }) => {
      if (storage.kind === 'named') return storageOf(storage.key);
      const { bytes, from } = storage.kind === 'saved' ? storage.saved : { bytes: storage.bytes, from: 0 };
      return storageInPickle(source, bytes, from, Math.min(storageBytes, Math.max(0, bytes.length - from)));
    };
    const collected = collectTensors(read.value, {
      saved: saved.value,
      check: (view) => checkPickled(view, bytesOf),
      ...keys,
    });
    for (const [key, view] of collected.views) {
      const bytes = bytesOf(view);
      if (bytes === undefined || views.has(key)) continue;
      const quantisation = await qTensorScalesOf(view, bytesOf, little);
      const { sparse } = view;
      const dense = sparse === undefined ? null : () => readSparse(view, sparse, bytesOf, little);
      if (quantisation.ok) views.set(key, { view, bytes, little, quantisation: quantisation.value, dense });
      else leftOut.push(`${shownName(key)}: ${quantisation.refusal.message}`);
    }
    leftOut.push(...collected.leftOut);
    modules.push(...collected.modules);
    if (!read.isWhole) {
      leftOut.push(`the last ${bytesText(source.size - read.end)} of the pickle: it has more values than are read`);
    }
  }
  const find = ({ key }: TensorEntry) => views.get(key);
  const missing = ({ key }: TensorEntry) => refuseMissing(name, key);
  const entries = [...views].map(([key, { view, quantisation }]): TensorEntry => {
    const { element, shape, sparse } = view;
    if (sparse !== undefined) {
      return { key, element, shape: sparse.shape, through: sparseText(sparseShapesOf(view, sparse)) };
    }
    if (quantisation === null) return { key, element, shape };
    return { key, element: 'float32', shape, through: qTensorText(`q${element}`, quantisation) };
  });
  const file = withComposedWeights({
    format,
    name,
    entries,
    leftOut,
    layers: [],
    read: async (entry) => {
      const found = find(entry);
      if (found === undefined) return missing(entry);
      const { view, bytes, little, quantisation, dense } = found;
      if (dense !== null) return await dense();
      const tensor = await readView(view, bytes, little);
      return tensor.ok && quantisation !== null ? ok(dequantisedQTensor(tensor.value, quantisation)) : tensor;
    },
    locate: (entry) => {
      const found = find(entry);
      if (found === undefined) return Promise.resolve(missing(entry));
      const { view, bytes, little, quantisation, dense } = found;
      if (dense !== null) return Promise.resolve(ok(storedOnDemand(entry, dense)));
      const stored = locateView(view, bytes, little);
      if (quantisation === null) return Promise.resolve(ok(stored));
      const readAll = async (): Promise<Result<Tensor>> => {
        const tensor = await readView(view, bytes, little);
        return tensor.ok ? ok(dequantisedQTensor(tensor.value, quantisation)) : tensor;
      };
      return Promise.resolve(ok(qTensorStorage(stored, quantisation, readAll)));
    },
  });
  // The weight of a layer may be put together from several tensors.
  const more = await moreLayers(modules, file.entries);
  return more.ok ? ok({ ...file, layers: [...moduleLayers(modules, file.entries, name), ...more.value] }) : more;
}
