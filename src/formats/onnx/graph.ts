import type { Shape } from '../../engine/core/tensor.ts';
import type { ElementName } from '../common/element.ts';
import type { LocatedTensor } from './locateTensor.ts';
import type { NodeAttribute } from './readNode.ts';

/** A node, with the attributes that it declares. */
export interface GraphNode {
  readonly opType: string;
  /** "" for ONNX's own operators. */
  readonly domain: string;
  readonly overload: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly NodeAttribute[];
  /** The graphs of its attributes, such as the branches of an If. */
  readonly graphs: Graph[];
}

/** The node that computes a value; `node` is null if its operator is of no interest. */
export interface Producer {
  readonly operator: string;
  readonly node: GraphNode | null;
  /** The number of the value among the node's outputs. */
  readonly output: number;
}

/** What a graph declares of a value that is no tensor of it. */
export interface DeclaredValue {
  readonly element: ElementName | null;
  /** Null if a size is not known. */
  readonly shape: Shape | null;
}

/** A tensor that a graph stores, or why it cannot be read: "has external data outside the model's folder". */
export type GraphTensor =
  { readonly kind: 'stored'; readonly stored: LocatedTensor } | { readonly kind: 'unread'; readonly problem: string };

/** The main graph of a model, the graph of a node's attribute, or the body of a function. */
export interface Graph {
  readonly tensors: Map<string, GraphTensor>;
  readonly producers: Map<string, Producer>;
  /** Inputs in their order, those with a default value included. */
  readonly inputs: string[];
  readonly declared: Map<string, DeclaredValue>;
  /** The nodes of interest, in the order of the file. */
  readonly nodes: GraphNode[];
  readonly outputs: string[];
}

/** Returns a graph without contents. */
export function emptyGraph(): Graph {
  return { tensors: new Map(), producers: new Map(), inputs: [], declared: new Map(), nodes: [], outputs: [] };
}

/** A graph where it is used: a function's body has a scope for each of its calls. */
export interface GraphScope {
  readonly graph: Graph;
  /** The scope whose values the graph may read as well; null for the model's graph and for functions. */
  readonly outer: GraphScope | null;
  /** The call of a function; null for any other graph. */
  readonly call: { readonly scope: GraphScope; readonly node: GraphNode } | null;
  /** The values of the function's attributes. */
  readonly bound: ReadonlyMap<string, NodeAttribute>;
  /** What the names of its layers begin with: "decoder/" in the body of a function that the node "decoder" calls. */
  readonly path: string;
  /** How many calls and graphs it is in. */
  readonly depth: number;
}

/** Returns the attributes of a node by name, with those of the function that they refer to. */
export function attributesOf({ attributes }: GraphNode, { bound }: GraphScope): ReadonlyMap<string, NodeAttribute> {
  const found = new Map<string, NodeAttribute>();
  for (const attribute of attributes) {
    const value = attribute.reference === '' ? attribute : bound.get(attribute.reference);
    if (value !== undefined) found.set(attribute.name, value);
  }
  return found;
}

/** What a name stands for in a scope. */
export type NamedValue =
  | { readonly kind: 'tensor'; readonly tensor: GraphTensor }
  | { readonly kind: 'computed'; readonly producer: Producer; readonly scope: GraphScope }
  /** An input of the model, or of the body of a loop. */
  | { readonly kind: 'input'; readonly of: 'model' | 'body'; readonly declared: DeclaredValue | null }
  | { readonly kind: 'unknown' };

/** Finds what a name stands for. An argument of a function is what its call gives. */
export function valueNamed(name: string, scope: GraphScope): NamedValue {
  for (let at: GraphScope | null = scope; at !== null; at = at.outer) {
    const { graph, call } = at;
    const tensor = graph.tensors.get(name);
    if (tensor !== undefined) return { kind: 'tensor', tensor };
    const producer = graph.producers.get(name);
    if (producer !== undefined) return { kind: 'computed', producer, scope: at };
    const place = graph.inputs.indexOf(name);
    if (place < 0) continue;
    if (call !== null) {
      const given = call.node.inputs[place] ?? '';
      return given === '' ? { kind: 'unknown' } : valueNamed(given, call.scope);
    }
    const of = at.outer === null ? 'model' : 'body';
    return { kind: 'input', of, declared: graph.declared.get(name) ?? null };
  }
  return { kind: 'unknown' };
}
