import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { maxAxes } from '../common/checkTensorShape.ts';
import type { ElementName } from '../common/element.ts';
import { quoted } from '../common/quoted.ts';
import { isJsonObject, jsonField, parsedJson } from '../common/jsonFields.ts';
import type { TensorFile } from '../common/tensorFile.ts';
import { decodeUtf8 } from '../common/utf8.ts';
import { openArchive, type ZipArchive } from '../zip/openArchive.ts';
import { archivedPickles, memberSource } from './openPytorch.ts';
import { pickledFile, type PickleContent } from './pickledFile.ts';
import { type RawTensor, rawTensorOf, withRawTensors } from './rawTensors.ts';

/** Files of torch.save in an exported program: weights, constants; the example inputs are no part of the model. */
const savedMember = /(^|\/)(serialized_(state_dict|constants)\.(pt|json)|data\/(weights|constants)\/[^/]+\.pt)$/;

/** Lists of raw tensors in an exported program. */
const listMember = /(^|\/)data\/(weights|constants)\/[^/]+_(weights|constants)_config\.json$/;

/** The longest list that is read, in bytes. */
const maxList = 1 << 26;

/** Returns true for an archive that torch.export.save or AOTInductor wrote (`.pt2`). */
export function isExported(paths: readonly string[]): boolean {
  return paths.some((path) => /(^|\/)(serialized_exported_program\.json|archive_format)$/.test(path));
}

/**
 * Opens an archive of torch.export: the state_dict and the constants of the program. Until PyTorch 2.6 they are files of
 * torch.save in the archive; since 2.8 raw bytes with a list in JSON
 * (https://docs.pytorch.org/docs/stable/export/pt2_archive.html).
 */
export async function openExported(archive: ZipArchive, name: string): Promise<Result<TensorFile>> {
  const pickles: PickleContent[] = [];
  const raw: RawTensor[] = [];
  const leftOut: string[] = [];
  for (const [path, member] of archive) {
    if (savedMember.test(path)) {
      const inner = await openArchive(memberSource(member, name));
      if (!inner.ok) return inner;
      const pickle = [...inner.value.keys()].find((each) => /(^|\/)data\.pkl$/.test(each));
      if (pickle === undefined) continue;
      const read = await archivedPickles(inner.value, pickle, `${path} in ${name}`);
      if (!read.ok) return read;
      pickles.push(...read.value);
    } else if (listMember.test(path)) {
      const listed = await rawTensors(archive, path, name);
      if (!listed.ok) return listed;
      raw.push(...listed.value.tensors);
      leftOut.push(...listed.value.leftOut);
    }
  }
  if (pickles.length === 0 && raw.length === 0) {
    return refuse(
      'file',
      `${name} is a .pt2 archive without weights (compiled by AOTInductor, or exported without them): open the checkpoint of the model.`,
    );
  }
  const file = await pickledFile(name, 'pytorch', pickles);
  return file.ok ? ok(withRawTensors(file.value, raw, leftOut)) : file;
}

/** Numbers of dtypes in an exported program (torch/_export/serde/schema.py, ScalarType). */
const scalarTypes: Readonly<Record<number, ElementName>> = {
  1: 'uint8',
  2: 'int8',
  3: 'int16',
  4: 'int32',
  5: 'int64',
  6: 'float16',
  7: 'float32',
  8: 'float64',
  12: 'bool',
  13: 'bfloat16',
  28: 'uint16',
  29: 'float8_e4m3fn',
  30: 'float8_e5m2',
};

/** Reads a list of raw tensors: {"config": {key: {"path_name": …, "use_pickle": …, "tensor_meta": {…}}}}. */
async function rawTensors(
  archive: ZipArchive,
  path: string,
  name: string,
): Promise<Result<{ readonly tensors: readonly RawTensor[]; readonly leftOut: readonly string[] }>> {
  const member = archive.get(path);
  if (member === undefined || member.size > maxList)
    return refuse('file', `${path} in ${name} is too long to be read.`);
  const bytes = await member.read(0, member.size);
  if (!bytes.ok) return bytes;
  const config = jsonField(parsedJson(decodeUtf8(new Uint8Array(bytes.value)) ?? ''), 'config');
  if (!isJsonObject(config)) return refuse('file', `${path} in ${name} is not a list of tensors.`);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const tensors: RawTensor[] = [];
  const leftOut: string[] = [];
  for (const [key, payload] of Object.entries(config)) {
    const found = rawTensor(payload, folder, archive);
    if (found.ok) tensors.push({ key, ...found.value });
    else leftOut.push(`${quoted(key)}: ${found.refusal.message}`);
  }
  return ok({ tensors, leftOut });
}

function rawTensor(payload: unknown, folder: string, archive: ZipArchive): Result<Omit<RawTensor, 'key'>> {
  const [place, meta] = [jsonField(payload, 'path_name'), jsonField(payload, 'tensor_meta')];
  if (typeof place !== 'string' || jsonField(payload, 'use_pickle') === true || !isJsonObject(meta)) {
    return refuse('file', 'a value that is pickled by itself');
  }
  const element = scalarTypes[Number(meta.dtype)];
  const [shape, strides] = [integers(meta.sizes), integers(meta.strides)];
  const offset = integers([meta.storage_offset])?.[0] ?? 0;
  if (element === undefined) return refuse('file', 'a tensor of another dtype');
  if (shape === null || strides?.length !== shape.length)
    return refuse('file', 'a tensor whose shape depends on the input');
  return rawTensorOf({ element, shape, strides, offset }, place, archive.get(`${folder}${place}`));
}

/** Reads sizes: a number, or {"as_int": number}. Null if one is another expression or negative. */
function integers(value: unknown): readonly number[] | null {
  if (!Array.isArray(value) || value.length > maxAxes) return null;
  const numbers = value.map((each: unknown) => (isJsonObject(each) ? each.as_int : each));
  const found = numbers.filter(
    (each): each is number => typeof each === 'number' && Number.isSafeInteger(each) && each >= 0,
  );
  return found.length === numbers.length ? found : null;
}
