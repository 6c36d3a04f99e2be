import { ok, type Result } from '../../engine/core/refusal.ts';
import type { ModelBytes, ByteRange } from './modelBytes.ts';
import { takeIntegers, readString } from './readParts.ts';
import { walkFields, wireTypes } from './walkFields.ts';

/** The most inputs, and the most attributes, that are read. ConvTranspose and Constant have fewer. */
const maxInputs = 4;
const maxAttributes = 32;

/** Where the parts of a NodeProto are in the file. */
export interface NodeRanges {
  readonly inputs: readonly ByteRange[];
  /** The name of the first output. */
  readonly output: ByteRange;
  readonly name: ByteRange;
  readonly opType: ByteRange;
  readonly domain: ByteRange;
  readonly attributes: readonly ByteRange[];
}

const none: ByteRange = { from: 0, to: 0 };

/**
 * Finds the parts of a NodeProto. Field numbers: input = 1, output = 2, name = 3, op_type = 4, attribute = 5, domain =
 * 7.
 */
export async function readNode(model: ModelBytes, range: ByteRange): Promise<Result<NodeRanges>> {
  const inputs: ByteRange[] = [];
  const attributes: ByteRange[] = [];
  const found: { output: ByteRange | null; name: ByteRange; opType: ByteRange; domain: ByteRange } = {
    output: null,
    name: none,
    opType: none,
    domain: none,
  };
  const walked = await walkFields(model, range, (field) => {
    if (field.type !== wireTypes.bytes) return undefined;
    if (field.id === 1 && inputs.length < maxInputs) inputs.push(field);
    else if (field.id === 2) found.output ??= field;
    else if (field.id === 3) found.name = field;
    else if (field.id === 4) found.opType = field;
    else if (field.id === 5 && attributes.length < maxAttributes) attributes.push(field);
    else if (field.id === 7) found.domain = field;
    return undefined;
  });
  if (!walked.ok) return walked;
  return ok({ ...found, inputs, attributes, output: found.output ?? none });
}

/** An attribute of a node, reduced to what ConvTranspose and Constant need. */
export interface NodeAttribute {
  readonly name: string;
  readonly integers: readonly number[];
  /** The text of the attribute auto_pad; "" for any other attribute. */
  readonly autoPad: string;
  readonly tensor: ByteRange | null;
  readonly isSparse: boolean;
}

/** Reads an AttributeProto. Field numbers: name = 1, i = 3, s = 4, t = 5, ints = 8, sparse_tensor = 22. */
export async function readAttribute(model: ModelBytes, range: ByteRange): Promise<Result<NodeAttribute>> {
  const integers: number[] = [];
  const found: { name: ByteRange; text: ByteRange | null; tensor: ByteRange | null; isSparse: boolean } = {
    name: none,
    text: null,
    tensor: null,
    isSparse: false,
  };
  const walked = await walkFields(model, range, (field) => {
    if (field.id === 3 || field.id === 8) return takeIntegers(model, field, integers);
    if (field.type !== wireTypes.bytes) return undefined;
    if (field.id === 1) found.name = field;
    else if (field.id === 4) found.text = field;
    else if (field.id === 5) found.tensor = field;
    else if (field.id === 22) found.isSparse = true;
    return undefined;
  });
  if (!walked.ok) return walked;
  const name = await readString(model, found.name);
  if (!name.ok) return name;
  // The texts of other attributes are not read, because those of Constant nodes may hold any bytes.
  const text = await readString(model, name.value === 'auto_pad' ? (found.text ?? none) : none);
  if (!text.ok) return text;
  const { tensor, isSparse } = found;
  return ok({ name: name.value, integers, autoPad: text.value, tensor, isSparse });
}
