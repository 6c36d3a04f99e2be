import { ok, refuse, type Result } from '../engine/core/refusal.ts';
import type { Shape } from '../engine/core/tensor.ts';
import type { ByteSource } from './common/byteSource.ts';
import type { ElementName } from './common/element.ts';
import { rawKey, type RawLayout, rawLayoutLike, rawShape } from './common/rawLayout.ts';
import { readStrided, rowMajorStrides } from './common/readStrided.ts';
import { checkTensorShape } from './common/checkTensorShape.ts';
import type { TensorFile } from './common/tensorFile.ts';
import { bytesLookedAt, contentOf, mayBeNumbers } from './recognise/contentOf.ts';

/** Opens a file without a header as one tensor of a given layout, whatever its first bytes say. */
export function openRaw(source: ByteSource, layout: RawLayout): Result<TensorFile> {
  const { name, size } = source;
  const shape = rawShape(layout, size);
  if (typeof shape === 'string') return refuse('file', `${name} cannot be read so: ${shape}.`);
  const shaped = checkTensorShape(shape);
  if (!shaped.ok) return refuse('file', shaped.refusal.message.replace(/^it/, name));
  const { element, little } = layout;
  return ok({
    format: 'raw',
    name,
    entries: [{ key: rawKey({ ...layout, shape }), element, shape }],
    leftOut: [],
    layers: [],
    read: async () => {
      const bytes = await source.read(0, size);
      return bytes.ok ? ok(readStrided(bytes.value, { element, little, shape })) : bytes;
    },
    locate: () =>
      Promise.resolve(
        ok({
          element,
          little,
          shape,
          strides: rowMajorStrides(shape),
          start: 0,
          isDirect: true,
          read: (from, length) => source.read(from, length),
        }),
      ),
  });
}

/** Returns true if the bytes of a file may be raw numbers. */
export async function mayBeRaw(source: ByteSource): Promise<boolean> {
  const start = await source.read(0, Math.min(source.size, bytesLookedAt));
  if (!start.ok) return false;
  return mayBeNumbers(contentOf(new Uint8Array(start.value), source.size));
}

/**
 * Returns the key with which a file without a header is read as a tensor like another one; null if the file says what it is,
 * or if its size does not fit.
 */
export async function rawKeyLike(source: ByteSource, shape: Shape, element: ElementName): Promise<string | null> {
  const layout = rawLayoutLike(source.size, shape, element);
  return layout !== null && (await mayBeRaw(source)) ? rawKey(layout) : null;
}
