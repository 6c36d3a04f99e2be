import type { ImportedName } from './tree.ts';

/** Returns the names that the text of an import statement binds, and what they stand for. */
export function importsIn(text: string): readonly ImportedName[] {
  const source = text
    .replace(/#.*/g, '')
    .replace(/[\\()]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const [, module, list] = /^from ?(\.* ?[\w.]*) import ?(.*)$/.exec(source) ?? [];
  if (module !== undefined) {
    const from = module.replace(/ /g, '');
    const prefix = from.endsWith('.') ? from : `${from}.`;
    if (list?.trim() === '*') return [{ source: `${prefix}*`, name: '' }];
    return (list ?? '').split(',').flatMap((part) => {
      const [, name, alias] = /^ ?(\w+)(?: as (\w+))? ?$/.exec(part) ?? [];
      return name === undefined ? [] : [{ source: prefix + name, name: alias ?? name }];
    });
  }
  return source
    .replace(/^import ?/, '')
    .split(',')
    .flatMap((part) => {
      const [, name, alias] = /^ ?([\w.]+)(?: as (\w+))? ?$/.exec(part) ?? [];
      if (name === undefined) return [];
      // `import a.b` binds `a`, whose `b` is `a.b`.
      const first = name.split('.')[0] ?? name;
      return [alias === undefined ? { source: first, name: first } : { source: name, name: alias }];
    });
}
