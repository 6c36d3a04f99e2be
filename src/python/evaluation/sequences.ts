import { entriesOf } from '../values/entries.ts';
import { shapeNotesOf } from '../syntax/shapeComments.ts';
import type { Abstract, ContainerValue, GivenArguments } from '../values/abstract.ts';
import { sizeValue, tuple } from '../values/make.ts';
import { sizesOfNote } from './hints.ts';
import type { CallPlace, Machine } from './machine.ts';

/** Makes a container of layers; null if the name is none: nn.Sequential, nn.ModuleList, nn.ModuleDict, keras.Sequential. */
export function sequenceOf(
  machine: Machine,
  api: string,
  given: GivenArguments,
  place: CallPlace,
): ContainerValue | null {
  const kind =
    /^(?:torch\.nn|keras|keras\.models|flax\.linen|flax\.nnx)\.(Sequential|ModuleList|ModuleDict|List)$/.exec(api)?.[1];
  if (kind === undefined) return null;
  const entries = new Map<string, Abstract>();
  const [first] = given.positional;
  const list = given.keywords.get('layers')?.value ?? given.keywords.get('modules')?.value ?? first?.value;
  let isOpen = given.isOpen;
  if (list?.kind === 'dictionary') {
    for (const [name, entry] of list.entries) entries.set(name, entry);
    isOpen ||= list.isOpen;
  } else {
    const isList = list?.kind === 'list' || (kind === 'ModuleList' && list?.kind === 'container');
    const listed = isList ? entriesOf(list) : null;
    const items = listed?.items ?? given.positional.map(({ value }) => value);
    isOpen ||= listed?.isOpen ?? false;
    // A list of which nothing is known, as in `nn.ModuleList(blocks)`.
    if (
      listed === null &&
      list !== undefined &&
      (kind !== 'Sequential' || api.startsWith('keras')) &&
      list.kind === 'unknown'
    )
      isOpen = true;
    for (const [index, item] of items.entries()) {
      entries.set(String(index), item);
      if (listed === null) tell(machine, entries, index, given, place);
    }
  }
  return { kind: 'container', api, entries, isOpen, isSequence: kind === 'Sequential' };
}

/** Adds what a comment after an argument says about the tensor there, as a layer that changes nothing. */
function tell(
  machine: Machine,
  entries: Map<string, Abstract>,
  index: number,
  given: GivenArguments,
  { frame, node }: CallPlace,
): void {
  const notes = shapeNotesOf(frame.chunk);
  if (notes.length === 0) return;
  const end = given.positional[index]?.to ?? Infinity;
  const next = given.positional[index + 1]?.from ?? node.to;
  const note = notes.find(({ at }) => at >= end && at < next);
  const shape = note?.shapes.at(-1);
  if (note === undefined || shape === undefined) return;
  const value = tuple(sizesOfNote(machine, shape, frame).map((size) => sizeValue(size)));
  entries.set(`#${index}`, {
    kind: 'layer',
    api: '#shape',
    arguments: new Map([['shape', { value, from: null, to: 0, source: '' }]]),
    chunk: frame.chunk,
    from: note.at,
    to: note.at,
    reach: null,
  });
}
