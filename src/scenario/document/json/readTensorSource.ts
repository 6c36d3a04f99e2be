import { fillIds } from '../../../engine/fills/fillIds.ts';
import type { Shape } from '../../../engine/core/tensor.ts';
import { wordList } from '../../../engine/core/wordList.ts';
import type { FileSource, TensorSource } from '../scenario.ts';
import type { JsonReader } from './jsonReader.ts';
import { quotedValue } from './jsonReader.ts';
import { readValues } from './readValues.ts';

const keys = ['fill', 'shape', 'values', 'file'] as const;

/**
 * Reads a tensor of the document: `{"fill", "shape"}`, `{"values"}` with or without `"shape"`, or `{"file"}`. Without a
 * shape, the nesting of the values is the shape.
 */
export function readTensorSource(reader: JsonReader, value: unknown, path: string): TensorSource {
  const fields = reader.object(value, path, keys);
  const kinds = (['fill', 'values', 'file'] as const).filter((key) => key in fields);
  if (kinds.length !== 1) {
    const found = kinds.length === 0 ? 'none' : wordList(kinds);
    reader.complain(path, `${path} must have exactly one of the keys fill, values and file, but has ${found}.`);
  }
  switch (kinds[0]) {
    case 'file':
      return readFile(reader, fields, path);
    case 'values':
      return readValues(
        reader,
        fields.values,
        `${path}.values`,
        'shape' in fields ? readShape(reader, fields.shape, `${path}.shape`) : null,
      );
    default:
      return {
        fill: reader.oneOf(fields.fill, `${path}.fill`, fillIds),
        shape: readShape(reader, fields.shape, `${path}.shape`),
      };
  }
}

/** Reads `{"file"}`, the only kind allowed for an output to check. */
export function readFileSource(reader: JsonReader, value: unknown, path: string): FileSource {
  return readFile(reader, reader.object(value, path, ['file']), path);
}

function readFile(reader: JsonReader, fields: Readonly<Record<string, unknown>>, path: string): FileSource {
  const file = reader.string(fields.file, `${path}.file`);
  if (file === '') reader.complain(path, `${path}.file must name a tensor file, but is empty.`, 'file');
  if ('shape' in fields) {
    reader.complain(
      path,
      `${path}.shape is not allowed beside ${path}.file, because the file has its own shape: remove it.`,
      'shape',
    );
  }
  return { file };
}

/** Reads a list of non-negative sizes. The call checks how many there are. */
function readShape(reader: JsonReader, value: unknown, path: string): Shape {
  const shape = reader.array(value, path).map((size, axis) => reader.natural(size, `${path}[${axis}]`));
  const elements = shape.reduce((product, size) => product * size, 1);
  if (!Number.isSafeInteger(elements)) {
    reader.complain(path, `${path} must have at most 2⁵³ − 1 elements, but has ${quotedValue(elements)}.`);
  }
  return shape;
}
