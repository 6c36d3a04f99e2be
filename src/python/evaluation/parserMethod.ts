import type { Abstract, DictionaryValue, GivenArguments } from '../values/abstract.ts';
import { assume, integer, none, sourceOfValue, truth, tuple } from '../values/make.ts';
import type { Machine } from './machine.ts';

/**
 * Calls a method of an argparse.ArgumentParser, which is the dictionary of its options: an option that has a default is
 * assumed to be that. Null if the method is none of a parser's.
 */
export function parserMethod(
  machine: Machine,
  parser: DictionaryValue,
  name: string,
  given: GivenArguments,
): Abstract | null {
  switch (name) {
    case 'add_argument': {
      const shown = optionOf(given);
      const value = defaultOf(given);
      const named = given.keywords.get('dest')?.value;
      if (shown === null || value === null) return none;
      const attribute = named?.kind === 'text' ? named.text : shown.replace(/^-+/, '').replaceAll('-', '_');
      machine.trail.set(parser.entries, attribute, byDefault(value, shown));
      return none;
    }
    case 'set_defaults':
      for (const [key, { value }] of given.keywords) machine.trail.set(parser.entries, key, byDefault(value, key));
      return none;
    case 'add_argument_group':
    case 'add_mutually_exclusive_group':
    case 'parse_args':
      return parser;
    case 'parse_known_args':
      return tuple([parser, { kind: 'list', items: [], isTuple: false, isOpen: true }]);
    default:
      return null;
  }
}

/** Returns the long name of an option, or its only one: '--latent-dim'. */
function optionOf({ positional }: GivenArguments): string | null {
  const names = positional.flatMap(({ value }) => (value.kind === 'text' ? [value.text] : []));
  return names.find((each) => each.startsWith('--')) ?? names[0] ?? null;
}

function defaultOf({ keywords }: GivenArguments): Abstract | null {
  const value = keywords.get('default')?.value;
  if (value === undefined) {
    const action = keywords.get('action')?.value;
    const stores = action?.kind === 'text' ? /^store_(true|false)$/.exec(action.text)?.[1] : undefined;
    return stores === undefined ? null : truth(stores === 'false');
  }
  const type = keywords.get('type')?.value;
  // A text is read as that of the command line would be.
  if (value.kind === 'text' && type?.kind === 'external' && type.name === 'builtins.int')
    return /^\d+$/.test(value.text) ? integer(Number(value.text)) : null;
  return value.kind === 'none' ? null : value;
}

/** Returns a value that an option, or each entry of its list, is only assumed to have. */
function byDefault(value: Abstract, option: string): Abstract {
  const text = value.kind === 'boolean' ? (value.boolean ? 'True' : 'False') : sourceOfValue(value);
  const because = `${option} ${text === null ? 'has its default' : `is ${text} by default`}`;
  return value.kind === 'list'
    ? { ...value, items: value.items.map((item) => assume(item, because)) }
    : assume(value, because);
}
