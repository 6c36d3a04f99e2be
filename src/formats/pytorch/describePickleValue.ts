import { pickleItemsOf, pickleNameOf, type PickleObject, type PickleValue } from '../pickle/pickleValue.ts';

/** Functions that make an object of the class given as their first argument. */
const makers = [
  'copyreg._reconstructor',
  'copy_reg._reconstructor',
  'numpy.core.multiarray._reconstruct',
  'numpy._core.multiarray._reconstruct',
];

/** Types of plain data, by the name of what makes them. */
const data: Readonly<Record<string, string>> = {
  'torch.Size': 'torch.Size',
  'torch.device': 'torch.device',
  '_codecs.encode': 'bytes',
  'builtins.bytearray': 'bytearray',
  'builtins.complex': 'complex',
  '__builtin__.bytearray': 'bytearray',
  '__builtin__.complex': 'complex',
};

/** Returns the type of an object that is plain data, or null for any other object. */
export function plainDataName({ callee }: PickleObject): string | null {
  const name = pickleNameOf(callee) ?? '';
  return Object.hasOwn(data, name) ? (data[name] ?? null) : null;
}

/** Characters of a name that are shown; a file may hold names of any length. */
const longestName = 200;

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

function structure(value: Extract<PickleValue, object>): string {
  switch (value.kind) {
    case 'bytes':
      return value.type;
    case 'name':
      return printableName(value.name);
    case 'persistent':
      return 'a storage without a tensor';
    case 'object':
      return plainDataName(value) ?? `an object of class ${classOf(value)}`;
    default:
      return value.kind;
  }
}

function classOf(value: PickleObject): string {
  const callee = pickleNameOf(value.callee);
  const made = callee !== null && makers.includes(callee) ? pickleItemsOf(value.args)?.[0] : value.callee;
  return printableName(pickleNameOf(made ?? null) ?? 'unknown');
}

/** Makes a name from a file fit for one line of text: control characters become "?", a long name is cut. */
export function printableName(name: string): string {
  // eslint-disable-next-line no-control-regex -- they would break the line
  const line = name.replace(/[\u0000-\u001f\u007f]/g, '?');
  return line.length > longestName ? `${line.slice(0, longestName)}…` : line;
}
