import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Value } from '../../src/dialects/value.ts';
import { type FindOptions, findCalls } from '../../src/python/findCalls.ts';
import type { CallSite, SiteArgument, SiteShape } from '../../src/python/callSite.ts';
import { PythonSource } from '../../src/python/syntax/pythonSource.ts';

const folder = join(import.meta.dirname, 'corpus');

/** The programs of the corpus: name and text. */
export const corpus: readonly { readonly name: string; readonly text: string }[] = globSync('*.py', { cwd: folder })
  .sort()
  .map((name) => ({ name: basename(name), text: readFileSync(join(folder, name), 'utf8') }));

/** Returns a program without what runs it, so that nothing says its sizes but the code itself. */
export function withoutMain(text: string): string {
  return text.replace(/^if __name__[^]*/m, '');
}

/** Returns the text of a program of the corpus. */
export function program(name: string): string {
  const found = corpus.find((each) => each.name === name);
  if (found === undefined) throw new Error(`There is no program ${name}.`);
  return found.text;
}

/** Finds the calls in a text. */
export function sitesIn(text: string, options?: FindOptions): readonly CallSite[] {
  return findCalls(PythonSource.of(text), options);
}

/** Returns the only call in a text. */
export function siteIn(text: string, options?: FindOptions): CallSite {
  const [site, ...others] = sitesIn(text, options);
  if (site === undefined || others.length > 0) throw new Error(`There are ${others.length + (site ? 1 : 0)} calls.`);
  return site;
}

/** Writes a value: an unknown one is its source with a question mark. */
export function written(value: Value): string {
  switch (value.kind) {
    case 'number':
      return String(value.number);
    case 'boolean':
      return value.boolean ? 'True' : 'False';
    case 'text':
      return `'${value.text}'`;
    case 'none':
      return 'None';
    case 'list':
      return `(${value.items.map(written).join(', ')})`;
    case 'unknown':
      return `?${value.source}`;
  }
}

/** Writes sizes: "1×512×4×4"; null is "?". */
export function shape(sizes: SiteShape | null): string {
  return sizes === null
    ? '?'
    : sizes.map((size) => (typeof size === 'number' ? String(size) : size.source)).join(' × ');
}

/** Writes the arguments that a call gives, assumed ones with a tilde. */
export function argumentText(given: ReadonlyMap<string, SiteArgument>): string {
  return [...given]
    .filter(([name, { range }]) => range !== null && !['input', 'weight', 'lhs', 'rhs', 'rngs'].includes(name))
    .map(([name, { value, assumed }]) => `${name}=${written(value)}${assumed === null ? '' : '~'}`)
    .join(', ');
}

/** Describes a site in the lines of the files of expected sites. */
export function described(site: CallSite): readonly string[] {
  const head = `${site.path} | ${site.resolvedName}(${argumentText(site.arguments)})${site.isComplete ? '' : ' incomplete'}`;
  return [
    head,
    ...site.uses.map(
      ({ arguments: given, input, output, inputFrom }) =>
        `${site.uses.length > 1 ? `${argumentText(given)}: ` : ''}${shape(input)} → ${shape(output)}${inputFrom === null ? '' : `, from ${inputFrom}`}`,
    ),
  ];
}
