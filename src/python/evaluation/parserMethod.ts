import type { Abstract, DictionaryValue, GivenArguments } from '../values/abstract.ts';
import { assume, integer, isTrue, none, sourceOfValue, truth, tuple } from '../values/make.ts';
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
      const option = optionOf(given);
      const value = defaultOf(given);
      if (option !== null && value !== null)
        machine.trail.set(parser.entries, option, assumed(value, given.positional.at(-1)?.source ?? option));
      return none;
    }
    case 'set_defaults':
      for (const [key, { value }] of given.keywords) machine.trail.set(parser.entries, key, assumed(value, key));
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

/** Returns the attribute that an option has: `latent_dim` for '--latent-dim'. */
function optionOf({ positional, keywords }: GivenArguments): string | null {
  const named = keywords.get('dest')?.value;
  if (named?.kind === 'text') return named.text;
  const names = positional.flatMap(({ value }) => (value.kind === 'text' ? [value.text] : []));
  const long = names.find((each) => each.startsWith('--')) ?? names[0];
  return long?.replace(/^-+/, '').replaceAll('-', '_') ?? null;
}

function defaultOf({ keywords }: GivenArguments): Abstract | null {
  const action = keywords.get('action')?.value;
  const value = keywords.get('default')?.value;
  if (value === undefined) {
    if (action?.kind === 'text' && action.text === 'store_true') return truth(false);
    return action?.kind === 'text' && action.text === 'store_false' ? truth(true) : null;
  }
  const type = keywords.get('type')?.value;
  // A text is read as the command line's would be.
  if (value.kind === 'text' && type?.kind === 'external' && type.name === 'builtins.int')
    return /^\d+$/.test(value.text) ? integer(Number(value.text)) : null;
  return value.kind === 'none' ? null : value;
}

function assumed(value: Abstract, option: string): Abstract {
  const known = isTrue(value);
  const text = value.kind === 'boolean' ? (known === true ? 'True' : 'False') : sourceOfValue(value);
  const because = `${option.replace(/^(['"])(.*)\1$/, '$2')} ${text === null ? 'has its default' : `is ${text} by default`}`;
  return value.kind === 'list'
    ? { ...value, items: value.items.map((item) => assume(item, because)) }
    : assume(value, because);
}
