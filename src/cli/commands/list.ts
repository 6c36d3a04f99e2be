import { ok, refuse } from '../../engine/core/refusal.ts';
import { elementCount } from '../../engine/core/tensor.ts';
import { elementBytes } from '../../formats/common/element.ts';
import type { LayerNode } from '../../formats/common/layerNode.ts';
import { openTensorFile } from '../../formats/openTensorFile.ts';
import type { TensorEntry, TensorFile } from '../../formats/common/tensorFile.ts';
import { formatBytes, formatShape } from '../../scenario/text/format.ts';
import { columns } from '../text/columns.ts';
import { type Command, jsonOutput } from '../arguments/command.ts';
import { sharedFlags } from '../arguments/flags.ts';
import { readMemoryCap } from '../arguments/readMemoryCap.ts';
import { withFileSources } from '../files/fileSources.ts';
import { tensorFileNote } from '../text/help.ts';
import { oneLine } from '../text/oneLine.ts';

/** `convt list`: lists the contents of a tensor file. Reads only its headers. */
export const listCommand: Command = {
  name: 'list',
  usage: 'FILE [flags]',
  summary: 'list the tensors and ConvTranspose layers of a tensor file',
  notes: [tensorFileNote('FILE is a tensor file')],
  flags: [sharedFlags.json, sharedFlags.memoryCap],
  maxPositionals: 1,
  async run({ flags, positionals: [path] }) {
    if (path === undefined) return refuse('file', 'list needs a file: convt list FILE');
    const cap = readMemoryCap(flags);
    if (!cap.ok) return cap;
    return await withFileSources(cap.value, async (sources) => {
      const source = await sources.open(path);
      if (!source.ok) return source;
      const file = await openTensorFile(source.value, sources.beside(path));
      if (!file.ok) return file;
      const text = flags.has('json') ? jsonOutput(listReport(file.value)) : listLines(file.value).join('\n');
      return ok({ text, exitCode: 0 });
    });
  },
};

function listReport({ name, format, entries, leftOut, layers }: TensorFile): object {
  return {
    file: name,
    format,
    tensors: entries.map((entry) => ({
      key: entry.key,
      dtype: entry.element,
      shape: entry.shape,
      bytes: bytesInFile(entry),
      through: entry.through,
    })),
    leftOut,
    layers: layers.map((layer) => ({
      name: layer.name,
      weight: layer.weight,
      bias: layer.bias,
      missing: layer.missing,
      summary: layer.summary,
      refused: layer.refused,
    })),
  };
}

/** Returns the list as lines of text. */
function listLines({ name, format, entries, leftOut, layers }: TensorFile): readonly string[] {
  const count = `${entries.length} ${entries.length === 1 ? 'tensor' : 'tensors'}`;
  return [
    `${oneLine(name)}: ${format}, ${count}`,
    ...columns(entries.map(tensorRow)),
    ...section('layers', columns(layers.map(layerRow))),
    ...section('left out', leftOut.map(oneLine)),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines];
}

function tensorRow(entry: TensorEntry): readonly string[] {
  const key = entry.key === '' ? '(no key)' : oneLine(entry.key);
  const through = entry.through === undefined ? [] : [`from ${oneLine(entry.through)}`];
  return [key, entry.element, formatShape(entry.shape), formatBytes(bytesInFile(entry)), ...through];
}

function layerRow({ name, weight, bias, missing, summary, refused }: LayerNode): readonly string[] {
  const tensors = [
    missing.weight === null ? `weight ${weight ?? ''}` : `give --weight: ${missing.weight}`,
    ...(bias === null ? [] : [`bias ${bias}`]),
    ...(missing.bias === null ? [] : [`give --bias: ${missing.bias}`]),
  ];
  const row = [name, summary, refused === null ? tensors.join(', ') : `cannot be run: ${refused}`];
  return row.map(oneLine);
}

/** Returns how many bytes a tensor's elements take in the file. Assumes that no two elements share bytes. */
function bytesInFile({ element, shape }: TensorEntry): number {
  return elementCount(shape) * elementBytes(element);
}
