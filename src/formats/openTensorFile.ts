import { ok, refuse, type Result } from '../engine/core/refusal.ts';
import { visibleText } from '../engine/core/visibleText.ts';
import type { Beside, ByteSource } from './common/byteSource.ts';
import { withComposedWeights } from './composed/withComposedWeights.ts';
import { type TensorExtension, tensorExtensions } from './common/tensorExtensions.ts';
import { openNpy } from './npy/openNpy.ts';
import { openOnnx } from './onnx/openOnnx.ts';
import { openSafetensors } from './safetensors/openSafetensors.ts';
import { isIndexName, openIndex } from './sharded/openIndex.ts';
import type { TensorFile } from './common/tensorFile.ts';
import { openZip } from './openZip.ts';

/** A kind of tensor file: how it is recognised, and what reads its headers. */
interface TensorFormat {
  readonly extensions: readonly TensorExtension[];
  /** The first bytes of every file of the format, if it has a magic number. */
  readonly magic?: readonly number[];
  open(source: ByteSource, beside: Beside, wanted: string | null): Promise<Result<TensorFile>>;
}

/** The formats, in the order in which a file is matched: the first one whose magic number or extension fits reads it. */
const formats: readonly TensorFormat[] = [
  { extensions: ['npy'], magic: [0x93, 0x4e, 0x55, 0x4d], open: openNpy },
  { extensions: ['npz'], magic: [0x50, 0x4b], open: openArchived },
  // Neither has a magic number; the length that begins a safetensors file may look like a pickle's first byte.
  { extensions: ['safetensors'], open: openSafetensors },
  { extensions: ['onnx'], open: openOnnx },
  { extensions: [], magic: [0x80], open: refuseBarePickle },
  { extensions: ['pt', 'pth', 'bin'], open: openArchived },
];

/**
 * Reads the headers of a tensor file, or of the shards that the index of a checkpoint names, and adds the weights that
 * its modules compute from several tensors. The first bytes decide the format if they can, otherwise the extension does.
 * Nothing in a file is executed, and nothing is allocated that the file has no bytes for. `beside` opens the external
 * data of an ONNX model. If only the tensor `wanted` is asked for, others may be left out where that is faster.
 */
export async function openTensorFile(
  source: ByteSource,
  beside: Beside,
  wanted: string | null = null,
): Promise<Result<TensorFile>> {
  const file = isIndexName(source.name)
    ? await openIndex(source, beside, wanted, (shard, key) => openOneFile(shard, beside, key))
    : await openOneFile(source, beside, wanted);
  if (!file.ok) return file;
  // Lines about what is left out name parts of the file as well.
  return ok(withComposedWeights({ ...file.value, leftOut: file.value.leftOut.map(visibleText) }));
}

async function openOneFile(source: ByteSource, beside: Beside, wanted: string | null): Promise<Result<TensorFile>> {
  const { name, size } = source;
  const start = await source.read(0, Math.min(size, 16));
  if (!start.ok) return start;
  const first = new Uint8Array(start.value);
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const format = formats.find(
    ({ extensions, magic }) =>
      (magic !== undefined && startsWith(first, magic)) || extensions.some((known) => known === extension),
  );
  if (format !== undefined) return await format.open(source, beside, wanted);
  const known = tensorExtensions.map((known) => `.${known}`);
  return refuse(
    'file',
    `${name} is not a tensor file: only ${known.slice(0, -1).join(', ')} and ${known.at(-1) ?? ''} files can be read.`,
  );
}

function openArchived(source: ByteSource, _: Beside, wanted: string | null): Promise<Result<TensorFile>> {
  return openZip(source, wanted);
}

/** Refuses a file that torch.save wrote before PyTorch 1.6: a pickle outside an archive. */
function refuseBarePickle({ name }: ByteSource): Promise<Result<TensorFile>> {
  return Promise.resolve(
    refuse(
      'file',
      `${name} is in the legacy format of torch.save before PyTorch 1.6 (a bare pickle), which cannot be read: load it in PyTorch and save it again.`,
    ),
  );
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
