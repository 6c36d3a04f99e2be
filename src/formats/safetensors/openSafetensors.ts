import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { bytesText } from '../common/amountText.ts';
import type { ByteSource } from '../common/byteSource.ts';
import { shownName } from '../common/quoted.ts';
import { readStrided } from '../common/readStrided.ts';
import { storedInRows } from '../common/tensorStorage.ts';
import type { TensorEntry, TensorFile } from '../common/tensorFile.ts';
import { decodeUtf8 } from '../common/utf8.ts';
import { refuseCutOff } from '../common/refuseCutOff.ts';
import { refuseMissing } from '../common/refuseMissing.ts';
import { checkLayout, safetensorsElement } from './checkLayout.ts';
import { type DeclaredTensor, readSafetensorsHeader } from './readSafetensorsHeader.ts';

/** Bytes before the header: the size of the header. */
const prefix = 8;

/** The longest header that the reference implementation reads, in bytes. */
const largestHeader = 100_000_000;

/**
 * Opens a safetensors file (https://github.com/huggingface/safetensors, "Format"): the size of the header; the header,
 * a JSON object that lists the tensors; their bytes, little-endian and row-major. Reading a tensor reads only its own
 * bytes. A dtype that {@link safetensorsElement} does not know is left out by name.
 */
export async function openSafetensors(source: ByteSource): Promise<Result<TensorFile>> {
  const { name } = source;
  const text = await headerOf(source);
  if (!text.ok) return text;
  const declared = readSafetensorsHeader(text.value.header, name);
  if (!declared.ok) return declared;
  const { dataFrom } = text.value;
  const checked = checkLayout(declared.value, source.size - dataFrom, name);
  if (!checked.ok) return checked;
  const places = new Map<string, DeclaredTensor>();
  const entries: TensorEntry[] = [];
  const leftOut: string[] = [];
  for (const tensor of declared.value) {
    const { key, dtype, shape } = tensor;
    const element = safetensorsElement(dtype);
    places.set(key, tensor);
    if (element === undefined) leftOut.push(`${shownName(key)}: a tensor of dtype ${dtype}`);
    else entries.push({ key, element, shape });
  }
  const surplus = checked.value;
  if (surplus > 0) leftOut.push(`the last ${bytesText(surplus)}, which belong to no tensor`);
  return ok({
    format: 'safetensors',
    name,
    entries,
    leftOut,
    layers: [],
    read: async ({ key, element, shape }) => {
      const place = places.get(key);
      if (place === undefined) return refuseMissing(name, key);
      const bytes = await source.read(dataFrom + place.begin, place.end - place.begin);
      return bytes.ok ? ok(readStrided(bytes.value, { element, little: true, shape })) : bytes;
    },
    locate: (entry) => {
      const place = places.get(entry.key);
      return Promise.resolve(
        place === undefined ? refuseMissing(name, entry.key) : ok(storedInRows(entry, dataFrom + place.begin, source)),
      );
    },
  });
}

/** Reads the text of the header, and returns where the bytes of the tensors start. */
async function headerOf(source: ByteSource): Promise<Result<{ readonly header: string; readonly dataFrom: number }>> {
  const { name, size } = source;
  if (size < prefix)
    return refuse(
      'file',
      `${name} is cut off: a safetensors file starts with the size of its header, which takes 8 bytes, but this file has ${size}; copy or download it again.`,
    );
  const start = await source.read(0, prefix);
  if (!start.ok) return start;
  const length = Number(new DataView(start.value).getBigUint64(0, true));
  if (length > largestHeader)
    return refuse(
      'file',
      `${name} declares a header of ${length} bytes; a safetensors header has at most ${largestHeader}.`,
    );
  const dataFrom = prefix + length;
  if (dataFrom > size) return refuseCutOff(name, dataFrom, size);
  const bytes = await source.read(prefix, length);
  if (!bytes.ok) return bytes;
  const header = decodeUtf8(new Uint8Array(bytes.value));
  if (header === null) return refuse('file', `${name} has a broken safetensors header: it is not UTF-8 text.`);
  if (!header.startsWith('{'))
    return refuse('file', `${name} has a broken safetensors header: it must begin with "{".`);
  return ok({ header, dataFrom });
}
