import { isPickledNumber, isPickledText } from '../pickle/pickleStack.ts';
import {
  isPickleKind,
  type OmittedItems,
  pickleNameOf,
  type PickleObject,
  type PickleValue,
} from '../pickle/pickleValue.ts';
import { shownName } from '../common/quoted.ts';
import { countText } from '../common/amountText.ts';
import { numpyValueOf } from './numpyArray.ts';
import { isCollection, pickleClassOf, pickleMembersOf } from './pickleMembers.ts';

/** Types of plain data, by the name of what makes them. */
const data: Readonly<Record<string, string>> = {
  'torch.Size': 'torch.Size',
  'torch.device': 'torch.device',
  '_codecs.encode': 'bytes',
  'builtins.bytearray': 'bytearray',
  'builtins.bytes': 'bytes',
  'builtins.complex': 'complex',
  'builtins.slice': 'slice',
  'datetime.datetime': 'datetime',
  'numpy.dtype': 'numpy.dtype',
  'pathlib.PosixPath': 'Path',
  'pathlib.WindowsPath': 'Path',
};

/** Returns the type of an object that is plain data, or null for any other object. */
export function plainDataName({ callee }: PickleObject): string | null {
  const name = pickleNameOf(callee)?.replace(/^__builtin__\./, 'builtins.') ?? '';
  return Object.hasOwn(data, name) ? (data[name] ?? null) : null;
}

/** Describes the type of a value for people: "int", "an object of class mymodule.Net". */
export function describePickleValue(value: PickleValue): string {
  if (value === null) return 'None';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return 'float';
    case 'bigint':
      return 'int';
    case 'string':
      return 'str';
    default:
      return structure(value);
  }
}

/** Describes a collection without tensors in one line: "a list of 1 100 000 numbers", "an OrderedDict of 3 values". */
export function describeCollection(value: PickleValue): string {
  if (!isCollection(value) || typeof value !== 'object' || value === null) return describePickleValue(value);
  const type = value.kind === 'object' ? shownName(pickleClassOf(value).split('.').at(-1) ?? '') : value.kind;
  const article = /^[aeiou]/i.test(type) ? 'an' : 'a';
  const members = pickleMembersOf(value);
  const omitted = omittedOf(value);
  const count = members.length + (omitted?.count ?? 0);
  if (count === 0) return `an empty ${type}`;
  const all = (test: (member: PickleValue) => boolean): boolean => members.every(([, member]) => test(member));
  const word =
    (omitted?.areNumbers ?? true) && all(isPickledNumber)
      ? 'number'
      : (omitted?.areTexts ?? true) && all(isPickledText)
        ? 'text'
        : omitted === undefined && all((member) => isPickleKind(member, 'list'))
          ? 'list'
          : omitted === undefined && all((member) => isPickleKind(member, 'dict'))
            ? 'dict'
            : 'value';
  return `${article} ${type} of ${countText(count, word)}`;
}

/** Returns the members of a collection that were only counted. */
export function omittedOf(value: PickleValue): OmittedItems | undefined {
  return typeof value === 'object' && value !== null && 'omitted' in value ? value.omitted : undefined;
}

function structure(value: Extract<PickleValue, object>): string {
  switch (value.kind) {
    case 'bytes':
      return value.type;
    case 'name':
      return shownName(value.name);
    case 'persistent':
      return 'a storage without a tensor';
    case 'object':
      if (numpyValueOf(value)?.kind === 'objects') return 'a NumPy array of Python objects';
      return plainDataName(value) ?? `an object of class ${shownName(pickleClassOf(value)) || 'unknown'}`;
    default:
      return value.kind;
  }
}
