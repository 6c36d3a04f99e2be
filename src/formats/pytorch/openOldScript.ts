import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { maxAxes } from '../common/checkTensorShape.ts';
import type { ElementName } from '../common/element.ts';
import { isJsonObject, jsonField, parsedJson } from '../common/jsonFields.ts';
import type { LayerNode } from '../common/layerNode.ts';
import { quoted, shownName } from '../common/quoted.ts';
import { refuseMissing } from '../common/refuseMissing.ts';
import type { TensorFile } from '../common/tensorFile.ts';
import { decodeUtf8 } from '../common/utf8.ts';
import type { ZipArchive } from '../zip/openArchive.ts';
import type { ZipMember } from '../zip/zipMember.ts';
import { type DescribedLayer, layerOfTensors } from './layerOfTensors.ts';
import { type RawTensor, rawTensorOf, withRawTensors } from './rawTensors.ts';
import { scriptModuleOf } from './scriptCode.ts';
import { codeLayers } from './scriptLayers.ts';

/** The longest description, and the longest file of code, that are read, in bytes. */
const maxModel = 1 << 26;
const maxCode = 1 << 22;

/** The deepest nesting of modules, and the most modules, tensors and layers. */
const maxDepth = 64;
const maxModules = 100_000;
const maxLayers = 10_000;

/** Dtypes by their names in the description (caffe2.proto, TensorProto.DataType). */
const elements: Readonly<Record<string, ElementName>> = {
  FLOAT: 'float32',
  DOUBLE: 'float64',
  FLOAT16: 'float16',
  BFLOAT16: 'bfloat16',
  INT64: 'int64',
  INT32: 'int32',
  INT16: 'int16',
  INT8: 'int8',
  UINT8: 'uint8',
  BYTE: 'uint8',
  BOOL: 'bool',
};

/** Returns the path of the description in a TorchScript archive from before PyTorch 1.4; undefined for any other archive. */
export function oldScriptPath(paths: readonly string[]): string | undefined {
  const path = paths.find((each) => /(^|\/)model\.json$/.test(each));
  const folder = path?.slice(0, -'model.json'.length) ?? '';
  return paths.some((each) => each.startsWith(`${folder}tensors/`) || each.startsWith(`${folder}code/`))
    ? path
    : undefined;
}

/**
 * Opens a TorchScript archive from before PyTorch 1.4: a description in JSON of the modules and of a table of tensors
 * (caffe2/proto/torch.proto), storages, and a file of code for each module, which is only searched for transposed
 * convolutions. Tensors of the table that belong to no module are constants of the code: `CONSTANTS.c0`.
 */
export async function openOldScript(archive: ZipArchive, path: string, name: string): Promise<Result<TensorFile>> {
  const text = await textOf(archive.get(path), maxModel, `${quoted(path)} in ${name}`);
  if (!text.ok) return text;
  const model = parsedJson(text.value);
  const main = jsonField(model, 'mainModule');
  const table = jsonField(model, 'tensors') ?? [];
  if (!isJsonObject(main) || !Array.isArray(table)) {
    return refuse('file', `${quoted(path)} in ${name} is no description of a TorchScript model.`);
  }
  const folder = path.slice(0, -'model.json'.length);
  const tensors = table.map((each: unknown) => tensorOf(each, folder, archive));
  const named = namesIn(main);
  const owned = new Set(named.tensors.map(([, index]) => index));
  const constants = tensors.flatMap((_, index) => (owned.has(index) ? [] : [[`CONSTANTS.c${index}`, index] as const]));
  const raw: RawTensor[] = [];
  const leftOut: string[] = [];
  for (const [key, index] of [...named.tensors, ...constants]) {
    const tensor = tensors[index] ?? refuse('file', 'a tensor that is not in the table');
    if (tensor.ok) raw.push({ key, ...tensor.value });
    else leftOut.push(`${shownName(key)}: ${tensor.refusal.message}`);
  }
  leftOut.push(...named.attributes);
  const none: TensorFile = {
    format: 'pytorch',
    name,
    entries: [],
    leftOut: [],
    layers: [],
    read: ({ key }) => Promise.resolve(refuseMissing(name, key)),
    locate: ({ key }) => Promise.resolve(refuseMissing(name, key)),
  };
  const file = withRawTensors(none, raw, leftOut);
  const layers = await layersIn(named.code, folder, archive, file);
  return layers.ok ? ok({ ...file, layers: layers.value }) : layers;
}

/** What the modules of a model name. */
interface Names {
  /** Keys of parameters and buffers, and their places in the table of tensors. */
  readonly tensors: (readonly [key: string, index: number])[];
  /** Modules with code, and whether one has no bias. */
  readonly code: { readonly key: string; readonly file: string; readonly hasNoBias: boolean }[];
  /** A line for each attribute. */
  readonly attributes: string[];
}

function namesIn(main: unknown): Names {
  const names: Names = { tensors: [], code: [], attributes: [] };
  let modules = 0;
  const visit = (module: unknown, key: string, depth: number): void => {
    if (++modules > maxModules || depth > maxDepth) return;
    const inner = (name: unknown): string => `${key === '' ? '' : `${key}.`}${typeof name === 'string' ? name : '?'}`;
    const own = new Set<unknown>();
    for (const parameter of listIn(module, 'parameters')) {
      const index = Number(jsonField(parameter, 'tensorId') ?? 0);
      const name = jsonField(parameter, 'name');
      own.add(name);
      names.tensors.push([inner(name), index]);
    }
    for (const attribute of listIn(module, 'attributes')) {
      const [name, type] = [jsonField(attribute, 'name'), jsonField(attribute, 'type')];
      // A buffer is an attribute as well.
      if (own.has(name)) continue;
      names.attributes.push(
        `${shownName(inner(name))}: ${typeof type === 'string' ? shownName(type) : 'an attribute'}`,
      );
    }
    const file = jsonField(jsonField(module, 'torchscriptArena'), 'key');
    if (typeof file === 'string') names.code.push({ key, file, hasNoBias: !own.has('bias') });
    for (const each of listIn(module, 'submodules')) visit(each, inner(jsonField(each, 'name')), depth + 1);
  };
  visit(main, '', 0);
  return names;
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const list = jsonField(value, name);
  return Array.isArray(list) ? list : [];
}

function tensorOf(described: unknown, folder: string, archive: ZipArchive): Result<Omit<RawTensor, 'key'>> {
  const dtype = jsonField(described, 'dataType');
  const key = jsonField(jsonField(described, 'data'), 'key');
  const [shape, strides] = [integersIn(described, 'dims'), integersIn(described, 'strides')];
  const offset = Number(jsonField(described, 'offset') ?? 0);
  if (jsonField(described, 'isQuantized') === true) return refuse('file', 'a quantised tensor');
  const element = typeof dtype === 'string' && Object.hasOwn(elements, dtype) ? elements[dtype] : undefined;
  if (element === undefined)
    return refuse('file', `a tensor of dtype ${typeof dtype === 'string' ? shownName(dtype) : 'unknown'}`);
  if (
    typeof key !== 'string' ||
    shape === null ||
    strides?.length !== shape.length ||
    !Number.isSafeInteger(offset) ||
    offset < 0
  )
    return refuse('file', 'a tensor whose offset, shape or strides are not non-negative integers');
  return rawTensorOf({ element, shape, strides, offset }, key, archive.get(`${folder}${key}`));
}

/** Reads integers, which JSON has as texts because they may need 64 bits. */
function integersIn(value: unknown, name: string): readonly number[] | null {
  const numbers = listIn(value, name).map(Number);
  const areSizes = numbers.length <= maxAxes && numbers.every((each) => Number.isSafeInteger(each) && each >= 0);
  return areSizes ? numbers : null;
}

async function layersIn(
  code: Names['code'],
  folder: string,
  archive: ZipArchive,
  file: TensorFile,
): Promise<Result<readonly LayerNode[]>> {
  const byKey = new Map(file.entries.map((entry) => [entry.key, entry]));
  const found: DescribedLayer[] = [];
  for (const { key, file: path, hasNoBias } of code) {
    const member = archive.get(`${folder}${path}`);
    if (member === undefined || member.size > maxCode || found.length >= maxLayers) continue;
    const text = await textOf(member, maxCode, file.name);
    if (!text.ok) return text;
    found.push(...codeLayers(scriptModuleOf(text.value), key, hasNoBias));
  }
  return ok(found.map((layer) => layerOfTensors(layer, byKey, file.name)));
}

/** Reads a member as text, if it is not too long. */
async function textOf(member: ZipMember | undefined, most: number, name: string): Promise<Result<string>> {
  if (member === undefined || member.size > most) return refuse('file', `${name} is too long to be read.`);
  const bytes = await member.read(0, member.size);
  return bytes.ok ? ok(decodeUtf8(new Uint8Array(bytes.value)) ?? '') : bytes;
}
