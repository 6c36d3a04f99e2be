import type { Pair, Params } from '../../engine/core/call.ts';
import { type JsonObject, type JsonReader, quotedValue } from '../../scenario/document/json/jsonReader.ts';

/** Reads one integer for both axes, or [height, width]; `absent` if the input has none. */
export function readPairInput(reader: JsonReader, fields: JsonObject, key: string, absent: Pair): Pair {
  const value = fields[key];
  if (value === undefined) return absent;
  if (!Array.isArray(value)) {
    const both = reader.integer(value, key);
    return [both, both];
  }
  if (value.length !== 2) {
    reader.complain(key, `${key} must be one integer or [height, width], but is ${quotedValue(value)}.`);
  }
  return [reader.integer(value[0], `${key}[0]`), reader.integer(value[1], `${key}[1]`)];
}

/** Reads the parameters of a call; those that the input leaves out are PyTorch's defaults. */
export function readParameterInput(reader: JsonReader, fields: JsonObject): Params {
  return {
    stride: readPairInput(reader, fields, 'stride', [1, 1]),
    padding: readPairInput(reader, fields, 'padding', [0, 0]),
    outputPadding: readPairInput(reader, fields, 'output_padding', [0, 0]),
    dilation: readPairInput(reader, fields, 'dilation', [1, 1]),
    groups: fields.groups === undefined ? 1 : reader.integer(fields.groups, 'groups'),
  };
}
