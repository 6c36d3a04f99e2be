import { ok, type Result } from '../../engine/core/refusal.ts';
import type { ModelBytes, ByteRange } from './modelBytes.ts';
import { takeIntegers, readString } from './readParts.ts';
import { walkFields, wireTypes } from './walkFields.ts';

/** The most inputs, outputs and attributes that are read. Calls of functions have the most inputs. */
const maxInputs = 4096;
const maxOutputs = 1024;
const maxAttributes = 64;

/** Where the parts of a NodeProto are in the file. */
export interface NodeRanges {
  readonly inputs: readonly ByteRange[];
  readonly outputs: readonly ByteRange[];
  readonly name: ByteRange;
  readonly opType: ByteRange;
  readonly domain: ByteRange;
  readonly overload: ByteRange;
  readonly attributes: readonly ByteRange[];
}

const none: ByteRange = { from: 0, to: 0 };

/**
 * Finds the parts of a NodeProto. Field numbers: input = 1, output = 2, name = 3, op_type = 4, attribute = 5, domain =
 * 7, overload = 8.
 */
export async function readNode(model: ModelBytes, range: ByteRange): Promise<Result<NodeRanges>> {
  const inputs: ByteRange[] = [];
  const outputs: ByteRange[] = [];
  const attributes: ByteRange[] = [];
  const found = { name: none, opType: none, domain: none, overload: none };
  const walked = await walkFields(model, range, (field) => {
    if (field.type !== wireTypes.bytes) return undefined;
    if (field.id === 1 && inputs.length < maxInputs) inputs.push(field);
    else if (field.id === 2 && outputs.length < maxOutputs) outputs.push(field);
    else if (field.id === 3) found.name = field;
    else if (field.id === 4) found.opType = field;
    else if (field.id === 5 && attributes.length < maxAttributes) attributes.push(field);
    else if (field.id === 7) found.domain = field;
    else if (field.id === 8) found.overload = field;
    return undefined;
  });
  return walked.ok ? ok({ ...found, inputs, outputs, attributes }) : walked;
}

/** An attribute of a node, reduced to what transposed convolutions and constants need. */
export interface NodeAttribute {
  readonly name: string;
  /** Where the whole message is in the file. */
  readonly range: ByteRange;
  /** The first integers of the attribute; see `mostIntegers`. */
  readonly integers: readonly number[];
  /** The text of an attribute that names something (auto_pad, to); "" for any other attribute. */
  readonly text: string;
  readonly tensor: ByteRange | null;
  readonly graphs: readonly ByteRange[];
  /** How many numbers its floating-point field and its integer field hold, single or packed. */
  readonly floats: number;
  readonly integerBytes: number;
  /** True if it has a single number, in place of a list. */
  readonly isScalar: boolean;
  /** The attribute of the function that this one stands for; "" if it has a value of its own. */
  readonly reference: string;
}

/** The attributes whose texts are read. Those of Constant nodes may hold any bytes. */
const textNames = ['auto_pad', 'to'];

/**
 * Reads an AttributeProto. Field numbers: name = 1, f = 2, i = 3, s = 4, t = 5, g = 6, floats = 7, ints = 8, graphs =
 * 11, ref_attr_name = 21.
 */
export async function readAttribute(model: ModelBytes, range: ByteRange): Promise<Result<NodeAttribute>> {
  const integers: number[] = [];
  const graphs: ByteRange[] = [];
  const found: { name: ByteRange; text: ByteRange; tensor: ByteRange | null; reference: ByteRange } = {
    name: none,
    text: none,
    tensor: null,
    reference: none,
  };
  let [floats, integerBytes, isScalar] = [0, 0, false];
  const walked = await walkFields(model, range, (field) => {
    const { id, type, from, to } = field;
    if (id === 2 || id === 3) isScalar = true;
    if (id === 2 || id === 7) floats += type === wireTypes.bytes ? Math.floor((to - from) / 4) : 1;
    if (id === 3 || id === 8) {
      integerBytes += type === wireTypes.bytes ? to - from : 1;
      return takeIntegers(model, field, integers);
    }
    if (type !== wireTypes.bytes) return undefined;
    if (id === 1) found.name = field;
    else if (id === 4) found.text = field;
    else if (id === 5) found.tensor = field;
    else if (id === 6 || id === 11) graphs.push(field);
    else if (id === 21) found.reference = field;
    return undefined;
  });
  if (!walked.ok) return walked;
  const name = await readString(model, found.name);
  if (!name.ok) return name;
  const text = await readString(model, textNames.includes(name.value) ? found.text : none);
  if (!text.ok) return text;
  const reference = await readString(model, found.reference);
  if (!reference.ok) return reference;
  return ok({
    name: name.value,
    range,
    integers,
    text: text.value,
    tensor: found.tensor,
    graphs,
    floats,
    integerBytes,
    isScalar,
    reference: reference.value,
  });
}
