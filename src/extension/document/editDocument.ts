import { type Edit, type Node, parseTree, visit } from 'jsonc-parser';
import { isSameShape } from '../../engine/core/tensor.ts';
import type { Scenario, TensorSource } from '../../scenario/document/scenario.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';

/**
 * Returns the edits that change the text of a `*.convt.json` from the scenario `before` (null if the text is empty) to
 * `after`. The edits touch only the values that differ: comments, layout, the order of keys and the spelling of numbers
 * stay as the author wrote them. The edits are disjoint and in the order of the text, and their offsets refer to the
 * given text. `eol` is the document's line end.
 */
export function editDocument(text: string, before: Scenario | null, after: Scenario, eol: string): readonly Edit[] {
  const root = parseTree(text, [], { allowTrailingComma: true });
  if (before === null || root === undefined) {
    return [{ offset: 0, length: text.length, content: serializeScenario(after).replaceAll('\n', eol) }];
  }
  const [from, to] = withoutEqualTensors(before, after).map((scenario) => new Serialized(scenario)) as [
    Serialized,
    Serialized,
  ];
  return merged(new DocumentEdit(text, eol, to).edits(root, from.root, to.root));
}

/** Replaces tensors that are equal in both scenarios by a short one, because many values take long to serialize. */
function withoutEqualTensors(before: Scenario, after: Scenario): readonly [Scenario, Scenario] {
  const short = { file: 'equal.npy' };
  // What a call in a framework's words amounts to depends on the shapes of input and weight.
  const isPlain = before.call === undefined && after.call === undefined;
  const equal = (isPlain ? (['input', 'weight', 'bias'] as const) : (['bias'] as const)).filter((key) =>
    hasSameValues(before[key], after[key]),
  );
  const shortened = Object.fromEntries(equal.map((key) => [key, short]));
  return [
    { ...before, ...shortened },
    { ...after, ...shortened },
  ];
}

function hasSameValues(a: TensorSource | null, b: TensorSource | null): boolean {
  if (a === null || b === null || !('values' in a) || !('values' in b)) return false;
  return (
    isSameShape(a.shape, b.shape) &&
    a.values.length === b.values.length &&
    a.values.every((x, i) => Object.is(x, b.values[i]))
  );
}

/** The serialized text of a scenario, whose values are compared and inserted. */
class Serialized {
  readonly text: string;
  readonly root: Node;

  constructor(scenario: Scenario) {
    this.text = serializeScenario(scenario);
    const root = parseTree(this.text);
    if (root === undefined) throw new Error('A serialized scenario is always JSON.');
    this.root = root;
  }
}

/** The parts of a text between its values. */
interface Separators {
  /** Offsets of the commas, ascending. */
  readonly commas: readonly number[];
  /** Start and end of each comment, ascending. */
  readonly comments: readonly (readonly [start: number, end: number])[];
}

function separatorsOf(text: string): Separators {
  const commas: number[] = [];
  const comments: [number, number][] = [];
  visit(text, {
    onSeparator: (character, offset) => {
      if (character === ',') commas.push(offset);
    },
    onComment: (offset, length) => comments.push([offset, offset + length]),
  });
  return { commas, comments };
}

/** A property of an object in the document. */
interface Property {
  readonly key: string;
  readonly offset: number;
  readonly end: number;
  readonly value: Node;
  /** The offset of the comma after the value; null if there is none. */
  readonly comma: number | null;
}

/** Compares a document's values with those of a scenario and collects the edits. */
class DocumentEdit {
  readonly #text: string;
  readonly #eol: string;
  readonly #after: Serialized;
  /** Null until they are needed. */
  #separators: Separators | null = null;
  /** The white space of one level of indentation. */
  readonly #level: string;

  constructor(text: string, eol: string, after: Serialized) {
    this.#text = text;
    this.#eol = eol;
    this.#after = after;
    this.#level = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  ';
  }

  /** Returns the edits of the document's value `node`, which means `from` now and must mean `to`. */
  edits(node: Node, from: Node, to: Node): Edit[] {
    if (isSame(from, to)) return [];
    const [own, old, wanted] = [node, from, to].map(({ children = [] }) => children) as [Node[], Node[], Node[]];
    const types = [node, from, to].map(({ type }) => type);
    if (types.every((type) => type === 'array') && own.length === old.length && own.length === wanted.length) {
      return own.flatMap((entry, i) => this.edits(entry, old[i] as Node, wanted[i] as Node));
    }
    if (types.every((type) => type === 'object') && own.some((property) => valueOf(to, keyOf(property)) !== null)) {
      return this.#objectEdits(node, from, to);
    }
    return [this.#replace(node, to)];
  }

  #objectEdits(node: Node, from: Node, to: Node): Edit[] {
    const properties = this.#propertiesOf(node);
    const kept = properties.filter(({ key }) => valueOf(to, key) !== null || valueOf(from, key) === null);
    const last = kept.at(-1);
    const inserted = this.#insertions(node, from, to, kept);
    const trailingComma = (properties.at(-1)?.comma ?? null) !== null;
    return properties.flatMap((property) => {
      const { key, value, end, comma } = property;
      if (!kept.includes(property)) return this.#removal(property, last === undefined || property.offset > last.offset);
      const [old, wanted] = [valueOf(from, key), valueOf(to, key)];
      const own = wanted === null ? [] : old === null ? [this.#replace(value, wanted)] : this.edits(value, old, wanted);
      const ahead = property === kept[0] ? (inserted.get(null) ?? []) : [];
      const behind = inserted.get(property) ?? [];
      const start = ahead.map((each) => ({
        offset: property.offset,
        length: 0,
        content: `${each},${this.#isOnOneLine(node) ? ' ' : this.#eol + this.#indentAt(property.offset)}`,
      }));
      const needsComma = property !== last || behind.length > 0 || trailingComma;
      const commaEdit =
        needsComma === (comma !== null)
          ? []
          : [needsComma ? insertion(end, ',') : { offset: comma ?? end, length: 1, content: '' }];
      return [...start, ...own, ...commaEdit, ...this.#append(property, behind, property !== last || trailingComma)];
    });
  }

  /** Returns the new properties by the kept property that they follow; null stands for the start of the object. */
  #insertions(node: Node, from: Node, to: Node, kept: readonly Property[]): ReadonlyMap<Property | null, string[]> {
    const order = (to.children ?? []).map(keyOf);
    const inserted = new Map<Property | null, string[]>();
    for (const [position, key] of order.entries()) {
      const [old, wanted] = [valueOf(from, key), valueOf(to, key)];
      const isThere = kept.some((property) => property.key === key);
      if (isThere || wanted === null || (old !== null && isSame(old, wanted))) continue;
      const before = order.slice(0, position);
      const previous =
        before.flatMap((each) => kept.findLast((property) => property.key === each) ?? []).at(-1) ?? null;
      const indent = this.#isOnOneLine(node)
        ? this.#indentAt(node.offset)
        : this.#indentAt((kept[0] as Property).offset);
      const text = `${JSON.stringify(key)}: ${this.#textOf(wanted, indent)}`;
      inserted.set(previous, [...(inserted.get(previous) ?? []), text]);
    }
    return inserted;
  }

  /** Inserts properties after another: on new lines if it is the last of its line, otherwise on its line. */
  #append(property: Property, texts: readonly string[], endsInComma: boolean): Edit[] {
    if (texts.length === 0) return [];
    const { end, comma, offset } = property;
    const afterComma = comma === null ? end : comma + 1;
    const lineEnd = this.#endOfLine(afterComma);
    const separator = lineEnd === null ? ' ' : this.#eol + this.#indentAt(offset);
    const content = texts
      .map((text, i) => separator + text + (i < texts.length - 1 || endsInComma ? ',' : ''))
      .join('');
    return [insertion(lineEnd ?? afterComma, content)];
  }

  /** Removes a property and its comma, with its line if the line has nothing else. `isLast`: no kept property follows. */
  #removal({ offset, end, comma }: Property, isLast: boolean): Edit[] {
    const stop = comma === null ? end : comma + 1;
    const between = comma === null || /^\s*$/.test(this.#text.slice(end, comma));
    const parts = between ? [[offset, stop] as const] : [[offset, end] as const, [stop - 1, stop] as const];
    const line = this.#lineStart(offset);
    const rest = /^[ \t]*(\r\n|\r|\n)/.exec(this.#text.slice(stop));
    if (between && rest !== null && /^[ \t]*$/.test(this.#text.slice(line, offset))) {
      return [{ offset: line, length: stop + rest[0].length - line, content: '' }];
    }
    const ahead = isLast ? (/[ \t]*$/.exec(this.#text.slice(0, offset))?.[0].length ?? 0) : 0;
    const behind = isLast ? 0 : (/^[ \t]*/.exec(this.#text.slice(stop))?.[0].length ?? 0);
    return parts.map(([start, close]) => {
      const first = start === offset ? start - ahead : start;
      return { offset: first, length: (close === stop ? close + behind : close) - first, content: '' };
    });
  }

  #propertiesOf(node: Node): Property[] {
    const children = (node.children ?? []).filter(({ children: parts = [] }) => parts.length === 2);
    return children.map((child, i) => {
      const end = child.offset + child.length;
      const next = children[i + 1]?.offset ?? node.offset + node.length;
      const comma = this.#between().commas.find((offset) => offset >= end && offset < next) ?? null;
      return { key: keyOf(child), offset: child.offset, end, value: child.children?.[1] as Node, comma };
    });
  }

  /** Returns where the line's last comment after `offset` ends; null if more than comments follows on the line. */
  #endOfLine(offset: number): number | null {
    let end = offset;
    for (;;) {
      const next = end + (/^[ \t]*/.exec(this.#text.slice(end))?.[0].length ?? 0);
      if (next === this.#text.length || /[\r\n]/.test(this.#text.charAt(next))) return end;
      const comment = this.#between().comments.find(([start]) => start === next);
      if (comment === undefined) return null;
      end = comment[1];
    }
  }

  #between(): Separators {
    return (this.#separators ??= separatorsOf(this.#text));
  }

  #lineStart(offset: number): number {
    return offset === 0 ? 0 : this.#text.lastIndexOf('\n', offset - 1) + 1;
  }

  #isOnOneLine({ offset, children = [] }: Node): boolean {
    return !/[\r\n]/.test(this.#text.slice(offset, children[0]?.offset ?? offset));
  }

  /** Returns the white space at the start of an offset's line. */
  #indentAt(offset: number): string {
    return /^[ \t]*/.exec(this.#text.slice(this.#lineStart(offset)))?.[0] ?? '';
  }

  /** Replaces a value as a whole. A pair that the author wrote as one number stays one number if its two are equal. */
  #replace(node: Node, to: Node): Edit {
    const { offset, length } = node;
    const [first, second, ...rest] = to.children ?? [];
    const isOne = first !== undefined && second !== undefined && rest.length === 0 && isSame(first, second);
    const value = node.type === 'number' && isOne ? first : to;
    return { offset, length, content: this.#textOf(value, this.#indentAt(offset)) };
  }

  /** Returns the text of a serialized value with the document's indentation and line ends; its last line has `indent`. */
  #textOf({ offset, length }: Node, indent: string): string {
    const lines = this.#after.text.slice(offset, offset + length).split('\n');
    const levels = lines.slice(1).map((line) => (line.length - line.trimStart().length) / 2);
    const outermost = Math.min(...levels);
    const rest = lines
      .slice(1)
      .map((line, i) => indent + this.#level.repeat((levels[i] ?? 0) - outermost) + line.trimStart());
    return [lines[0] ?? '', ...rest].join(this.#eol);
  }
}

function insertion(offset: number, content: string): Edit {
  return { offset, length: 0, content };
}

function keyOf(property: Node): string {
  return String(property.children?.[0]?.value);
}

/** Returns the value of an object's key; null if there is none. Of several equal keys the last counts, as for `JSON.parse`. */
function valueOf(object: Node, key: string): Node | null {
  return object.children?.findLast((property) => keyOf(property) === key)?.children?.[1] ?? null;
}

function isSame(a: Node, b: Node): boolean {
  const [mine, others] = [a.children ?? [], b.children ?? []];
  return (
    a.type === b.type &&
    Object.is(a.value, b.value) &&
    mine.length === others.length &&
    mine.every((child, i) => isSame(child, others[i] as Node))
  );
}

/** Joins adjacent edits, so that no two start at the same offset. */
function merged(edits: readonly Edit[]): Edit[] {
  const joined: Edit[] = [];
  for (const edit of edits.toSorted((a, b) => a.offset - b.offset)) {
    const last = joined.at(-1);
    if (last === undefined || last.offset + last.length < edit.offset) joined.push(edit);
    else
      joined[joined.length - 1] = { ...last, length: last.length + edit.length, content: last.content + edit.content };
  }
  return joined;
}
