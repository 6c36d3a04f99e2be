/** Where a node stands, in code units from the start of its chunk. */
interface Placed {
  readonly from: number;
  readonly to: number;
}

/** An argument of a call: `value`, `name=value`, `*value` or `**value`. */
export interface CallArgument extends Placed {
  readonly kind: 'positional' | 'keyword' | 'list' | 'dictionary';
  /** The keyword; empty if the argument has none. */
  readonly name: string;
  readonly value: Expression;
}

/** A part of a subscript that has a colon. */
export interface SliceExpression extends Placed {
  readonly kind: 'slice';
  readonly start: Expression | null;
  readonly stop: Expression | null;
  readonly step: Expression | null;
}

/** A call. */
export interface CallExpression extends Placed {
  readonly kind: 'call';
  readonly callee: Expression;
  readonly arguments: readonly CallArgument[];
  /** False if the text of the arguments has a syntax error or no closing parenthesis. */
  readonly isComplete: boolean;
}

/** A function, or a lambda, whose body is one expression. */
export interface FunctionNode extends Placed {
  readonly kind: 'function';
  /** Empty for a lambda. */
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
  /** Where the body begins. */
  readonly bodyFrom: number;
}

/** A parameter of a function. */
export interface Parameter extends Placed {
  readonly name: string;
  readonly star: '' | '*' | '**';
  /** True for a parameter that can only be given by its name. */
  readonly isKeywordOnly: boolean;
  readonly annotation: Expression | null;
  readonly initial: Expression | null;
}

/** A class. */
export interface ClassNode extends Placed {
  readonly kind: 'class';
  readonly name: string;
  readonly bases: readonly CallArgument[];
  readonly body: readonly Statement[];
  readonly decorators: readonly Expression[];
}

/** An expression of Python, as far as evaluation needs to tell expressions apart. */
export type Expression =
  | (Placed & { readonly kind: 'name'; readonly name: string })
  | (Placed & { readonly kind: 'number'; readonly number: number; readonly isFloat: boolean })
  | (Placed & { readonly kind: 'text'; readonly text: string })
  /** An f-string: texts and expressions in turn. An expression with a format is a null. */
  | (Placed & { readonly kind: 'format'; readonly parts: readonly (string | Expression | null)[] })
  | (Placed & { readonly kind: 'boolean'; readonly boolean: boolean })
  | (Placed & { readonly kind: 'none' })
  | (Placed & { readonly kind: 'ellipsis' })
  | (Placed & { readonly kind: 'list'; readonly items: readonly Expression[]; readonly isTuple: boolean })
  /** A null as key is a `**value`. */
  | (Placed & {
      readonly kind: 'dictionary';
      readonly entries: readonly { readonly key: Expression | null; readonly value: Expression }[];
    })
  | (Placed & { readonly kind: 'attribute'; readonly object: Expression; readonly name: string })
  | (Placed & {
      readonly kind: 'subscript';
      readonly object: Expression;
      readonly items: readonly (Expression | SliceExpression)[];
    })
  | CallExpression
  | (Placed & { readonly kind: 'unary'; readonly operator: string; readonly operand: Expression })
  | (Placed & {
      readonly kind: 'binary';
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Placed & {
      readonly kind: 'conditional';
      readonly test: Expression;
      readonly then: Expression;
      readonly otherwise: Expression;
    })
  | (Placed & {
      readonly kind: 'comprehension';
      readonly element: Expression;
      /** The key of a dictionary's comprehension. */
      readonly key: Expression | null;
      readonly clauses: readonly ComprehensionClause[];
    })
  | (Placed & { readonly kind: 'star'; readonly operand: Expression })
  | (Placed & { readonly kind: 'named'; readonly target: Expression; readonly value: Expression })
  /** A `yield`; `isFrom` for `yield from`. */
  | (Placed & { readonly kind: 'yield'; readonly value: Expression | null; readonly isFrom: boolean })
  | FunctionNode
  /** Anything else. `parts` are the expressions in it, which are evaluated for the calls that they contain. */
  | (Placed & { readonly kind: 'other'; readonly parts: readonly Expression[] });

/** A `for` of a comprehension with its conditions. */
export interface ComprehensionClause {
  readonly target: Expression;
  readonly iterable: Expression;
  readonly conditions: readonly Expression[];
}

/** A statement of Python. */
export type Statement =
  | (Placed & {
      readonly kind: 'assign';
      readonly targets: readonly Expression[];
      /** Null for an annotation without a value. */
      readonly value: Expression | null;
      readonly annotation: Expression | null;
    })
  | (Placed & {
      readonly kind: 'update';
      readonly target: Expression;
      readonly operator: string;
      readonly value: Expression;
    })
  | (Placed & { readonly kind: 'expression'; readonly value: Expression })
  | (Placed & { readonly kind: 'return'; readonly value: Expression | null })
  | (Placed & {
      readonly kind: 'if';
      readonly test: Expression;
      readonly then: readonly Statement[];
      readonly otherwise: readonly Statement[];
    })
  | (Placed & {
      readonly kind: 'for';
      readonly target: Expression;
      readonly iterable: Expression;
      readonly body: readonly Statement[];
      readonly otherwise: readonly Statement[];
    })
  | (Placed & { readonly kind: 'while'; readonly test: Expression; readonly body: readonly Statement[] })
  /** Statements of which some may run: a `try` with its handlers, or the cases of a `match`. */
  | (Placed & {
      readonly kind: 'try' | 'match';
      readonly body: readonly Statement[];
      readonly others: readonly (readonly Statement[])[];
      readonly last: readonly Statement[];
    })
  | (Placed & {
      readonly kind: 'with';
      readonly items: readonly { readonly value: Expression; readonly target: Expression | null }[];
      readonly body: readonly Statement[];
    })
  | (Placed & { readonly kind: 'assert'; readonly test: Expression })
  | (Placed & { readonly kind: 'import'; readonly names: readonly ImportedName[] })
  | (Placed & { readonly kind: 'raise' | 'break' | 'continue' })
  | FunctionNode
  | ClassNode
  | (Placed & { readonly kind: 'other'; readonly parts: readonly Expression[] });

/** A name that an import binds. */
export interface ImportedName {
  /** The dotted name of what is imported: `torch.nn.ConvTranspose2d`. Ends in `.*` if all names of a module are. */
  readonly source: string;
  /** The name that is bound; empty for all names of a module. */
  readonly name: string;
}

/** Returns the name that an import binds; the source, such as `torch.nn.*`, if it binds all names of a module. */
export function boundName({ name, source }: ImportedName): string {
  return name === '' ? source : name;
}

/** A comment, with its `#`. */
export interface Comment extends Placed {
  readonly text: string;
}

/** What a chunk of source says. */
export interface ChunkTree {
  readonly statements: readonly Statement[];
  readonly comments: readonly Comment[];
}
