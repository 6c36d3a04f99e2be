/** A class in the code of a TorchScript archive. */
export interface ScriptClass {
  readonly name: string;
  /** Constants of the class: "stride" → "(2, 2)". */
  readonly constants: ReadonlyMap<string, string>;
  readonly methods: readonly {
    /** The name of its first parameter. */
    readonly self: string;
    readonly lines: readonly string[];
  }[];
}

/** Takes the text of a code file of TorchScript apart into its classes. */
export function scriptClassesOf(text: string): readonly ScriptClass[] {
  return text.split(/^(?=class )/m).flatMap((part) => {
    const name = /^class (\w+)\(/.exec(part)?.[1];
    if (name === undefined) return [];
    const [head = '', ...methods] = part.split(/^(?= {2}def )/m);
    const constants = new Map<string, string>();
    for (const [, constant = '', value = ''] of head.matchAll(/^ {2}(\w+) : Final\[[^\n=]*\] = ([^\n]*)$/gm)) {
      constants.set(constant, value);
    }
    return [
      {
        name,
        constants,
        methods: methods.map(methodOf),
      },
    ];
  });
}

/** Takes the text of a code file from before PyTorch 1.4 apart: it is the methods of one module. */
export function scriptModuleOf(text: string): ScriptClass {
  const methods = text.split(/^(?=def )/m).filter((part) => part.startsWith('def '));
  return { name: '', constants: new Map(), methods: methods.map(methodOf) };
}

function methodOf(text: string): ScriptClass['methods'][number] {
  return { self: /^\s*def \w+\((\w+)/.exec(text)?.[1] ?? 'self', lines: text.split('\n') };
}

/** A call on a line of code. */
export interface ScriptCall {
  /** The text of the pattern's first group: the name of the function. */
  readonly function: string;
  readonly args: readonly string[];
}

/** Finds calls whose beginning, up to the parenthesis, matches a pattern, and takes their arguments apart. */
export function argumentsOf(line: string, pattern: RegExp): readonly ScriptCall[] {
  return [...line.matchAll(pattern)].map((match) => ({
    function: match[1] ?? '',
    args: splitArguments(line, match.index + match[0].length),
  }));
}

/** Splits a list of arguments that begins at `from`, at the commas outside brackets and strings. */
function splitArguments(line: string, from: number): readonly string[] {
  const args: string[] = [];
  let [depth, start] = [0, from];
  for (let at = from; at < line.length; at++) {
    const character = line[at] ?? '';
    if (character === '"') {
      const end = line.indexOf('"', at + 1);
      at = end < 0 ? line.length : end;
    } else if ('[('.includes(character)) depth++;
    else if (depth === 0 && (character === ',' || character === ')')) {
      const arg = line.slice(start, at).trim();
      if (arg !== '') args.push(arg);
      if (character === ')') return args;
      start = at + 1;
    } else if ('])'.includes(character)) depth--;
  }
  return args;
}
