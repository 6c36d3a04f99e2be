import { assertNever } from '../engine/core/assertNever.ts';
import { ok, refuse, type Result } from '../engine/core/refusal.ts';
import { visibleText } from '../engine/core/visibleText.ts';
import type { Beside, ByteSource } from './common/byteSource.ts';
import { withComposedWeights } from './composed/withComposedWeights.ts';
import { isDistributedPart, openDistributed, openDistributedPart } from './distributed/openDistributed.ts';
import { openPickledNpy } from './pytorch/openPickledNpy.ts';
import { openPickle } from './pytorch/openPickle.ts';
import {
  bytesLookedAt,
  contentOf,
  type FileContent,
  magicBytes,
  magicOf,
  mayBeNumbers,
} from './recognise/contentOf.ts';
import { otherFormatByName } from './recognise/otherNames.ts';
import { rawRefusal } from './recognise/rawRefusal.ts';
import { openNpy } from './npy/openNpy.ts';
import { openOnnx } from './onnx/openOnnx.ts';
import { openOnnxTensor } from './onnx/openOnnxTensor.ts';
import { openSafetensors } from './safetensors/openSafetensors.ts';
import { isIndexName, openIndex } from './sharded/openIndex.ts';
import type { TensorFile } from './common/tensorFile.ts';
import { inflatedSource } from './zip/inflatedSource.ts';
import { openZip } from './openZip.ts';

/**
 * Reads the headers of a tensor file, or of the shards that the index of a checkpoint names, and adds the weights that
 * its modules compute from several tensors. The first bytes decide what a file is; the extension only decides between what
 * they leave open. A file that cannot be read is named for what it is, with what to do. Nothing in a file is executed, and
 * nothing is allocated that the file has no bytes for. `beside` opens the external data of an ONNX model. If only the tensor
 * `wanted` is asked for, others may be left out where that is faster.
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
  const found = await recognised(source);
  if (!found.ok) return found;
  const content = found.value;
  return content.kind === 'gzip' || content.kind === 'deflate'
    ? await openInflated(source, content.kind, beside, wanted)
    : await openContent(source, content, beside, wanted, false);
}

/** Says what a file is by its first bytes. More than a few are read only if those leave it open. */
async function recognised(source: ByteSource): Promise<Result<FileContent>> {
  const { size } = source;
  const start = await source.read(0, Math.min(size, magicBytes));
  if (!start.ok) return start;
  const magic = magicOf(new Uint8Array(start.value));
  if (magic !== null) return ok(magic);
  const more = await source.read(0, Math.min(size, bytesLookedAt));
  return more.ok ? ok(contentOf(new Uint8Array(more.value), size)) : more;
}

/** Opens a file, or what a compressed one holds, as what its first bytes say. */
async function openContent(
  source: ByteSource,
  content: Exclude<FileContent, { readonly kind: 'gzip' | 'deflate' }>,
  beside: Beside,
  wanted: string | null,
  isInflated: boolean,
): Promise<Result<TensorFile>> {
  const { name } = source;
  // A process that had nothing to save writes an empty part.
  if (isDistributedPart(name) && (content.kind === 'zip' || content.kind === 'unknown' || source.size === 0))
    return await openDistributedPart(source, beside, wanted);
  const byName = otherFormatByName(name, content);
  if (byName !== null) return refuse('file', `${name} ${byName}`);
  switch (content.kind) {
    case 'npy':
      return (await openPickledNpy(source)) ?? (await openNpy(source));
    case 'zip':
      return await openZip(source, wanted);
    case 'safetensors':
      return await openSafetensors(source);
    case 'pickle':
      return (await openDistributed(source, beside, wanted)) ?? (await openPickle(source, 0, beside));
    case 'onnx':
      return await openOnnx(source, beside);
    case 'onnxTensor':
      return await openOnnxTensor(source, beside);
    case 'refused':
      return mayBeNumbers(content) && !isInflated
        ? refuse('file', `${name} ${content.why} If these are raw numbers, give their dtype and shape.`, {
            mayBeRaw: true,
          })
        : refuse('file', `${name} ${content.why}`);
    case 'unknown':
      return await openByName(source, beside, isInflated);
    default:
      return assertNever(content, 'content');
  }
}

/** Opens what a compressed file holds, which must not be compressed again. */
async function openInflated(
  source: ByteSource,
  wrapper: 'gzip' | 'deflate',
  beside: Beside,
  wanted: string | null,
): Promise<Result<TensorFile>> {
  const inflated = await inflatedSource(source, wrapper);
  if (inflated === null) return await openByName(source, beside, false);
  if (!inflated.ok) return inflated;
  const found = await recognised(inflated.value);
  if (!found.ok) return found;
  const content = found.value;
  if (content.kind === 'gzip' || content.kind === 'deflate')
    return refuse('file', `${source.name} is compressed twice: unpack it and open the file in it.`);
  const file = await openContent(inflated.value, content, beside, wanted, true);
  return file.ok ? file : refuse('file', file.refusal.message.replace(source.name, `${source.name}, unpacked,`));
}

/** Opens a file, or what a compressed one holds, whose first bytes could be anything. */
async function openByName(source: ByteSource, beside: Beside, isInflated: boolean): Promise<Result<TensorFile>> {
  const { name, size } = source;
  const extension = /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (extension === 'onnx') return await openOnnx(source, beside);
  if (extension === 'safetensors' || extension === 'sft') return await openSafetensors(source);
  return refuse('file', `${name} ${rawRefusal(size, isInflated)}`, isInflated ? {} : { mayBeRaw: true });
}
