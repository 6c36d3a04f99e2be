import { ok, type Result } from '../../engine/core/refusal.ts';
import { emptyGraph, type Graph, type GraphNode, type GraphScope } from './graph.ts';
import type { ByteRange, ModelBytes } from './modelBytes.ts';
import { functionKey, GraphReader, isTransposedConvolution, maxEntries } from './readGraph.ts';
import { type NodeAttribute, readAttribute } from './readNode.ts';
import { readString } from './readParts.ts';
import { walkFields, wireTypes } from './walkFields.ts';

/** A transposed convolution of a model, and the graph that it is used in. */
export interface LayerSite {
  readonly node: GraphNode;
  readonly scope: GraphScope;
}

/** The graphs of a model, and its transposed convolutions in the order of the file. */
export interface OnnxModel {
  readonly reader: GraphReader;
  readonly sites: readonly LayerSite[];
  /** Returns the scope of a call of one of the model's functions; null if the node calls none, or too deep. */
  scopeOfCall(node: GraphNode, scope: GraphScope): Promise<Result<GraphScope | null>>;
}

/** The deepest nesting of function calls and graphs, and the most of them in all. */
const maxDepth = 32;
const maxScopes = 20_000;

/** Reads a ModelProto (onnx.proto) without the data of its tensors. Field numbers: graph = 7, opset_import = 8, functions = 25. */
export async function readModel(bytes: ModelBytes): Promise<Result<OnnxModel>> {
  const graphs: ByteRange[] = [];
  const functions: ByteRange[] = [];
  let opsets = 0;
  const walked = await walkFields(bytes, { from: 0, to: bytes.size }, (field) => {
    if (field.type !== wireTypes.bytes) return undefined;
    if (field.id === 7) graphs.push(field);
    if (field.id === 8) opsets++;
    if (field.id === 25) functions.push(field);
    return undefined;
  });
  if (!walked.ok) return walked;
  const [graph] = graphs;
  if (graph === undefined) return bytes.refuse('is not an ONNX model, or is cut off: it has no graph');
  if (graphs.length > 1) return bytes.refuse('is broken: it has two graphs');
  if (opsets === 0) return bytes.refuse('is not an ONNX model, or is cut off: it has no opset_import');
  const declared = new Map<string, FunctionProto>();
  for (const range of functions) {
    const read = await readFunction(bytes, range);
    if (!read.ok) return read;
    if (!declared.has(read.value.key)) declared.set(read.value.key, read.value);
  }
  const model = new ModelScopes(bytes, declared);
  const main = await model.reader.graph(graph);
  if (!main.ok) return main;
  const listed = await model.list({ graph: main.value, outer: null, call: null, bound: new Map(), path: '', depth: 0 });
  return listed.ok ? ok(model) : listed;
}

/** A FunctionProto without the contents of its nodes. */
interface FunctionProto {
  readonly key: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly ByteRange[];
  /** The attributes that have a default. */
  readonly defaults: readonly ByteRange[];
}

/**
 * Reads a FunctionProto. Field numbers: name = 1, input = 4, output = 5, node = 7, domain = 10, attribute_proto = 11,
 * overload = 13.
 */
async function readFunction(bytes: ModelBytes, range: ByteRange): Promise<Result<FunctionProto>> {
  const ranges = new Map<number, ByteRange[]>();
  const walked = await walkFields(bytes, range, (field) => {
    if (field.type !== wireTypes.bytes) return undefined;
    const same = ranges.get(field.id) ?? [];
    if (same.length < maxEntries) same.push(field);
    ranges.set(field.id, same);
    return undefined;
  });
  if (!walked.ok) return walked;
  const strings = async (id: number): Promise<Result<readonly string[]>> => {
    const texts: string[] = [];
    for (const place of ranges.get(id) ?? []) {
      const text = await readString(bytes, place);
      if (!text.ok) return text;
      texts.push(text.value);
    }
    return ok(texts);
  };
  const [name, inputs, outputs] = [await strings(1), await strings(4), await strings(5)];
  const [domain, overload] = [await strings(10), await strings(13)];
  if (!name.ok) return name;
  if (!inputs.ok) return inputs;
  if (!outputs.ok) return outputs;
  if (!domain.ok) return domain;
  if (!overload.ok) return overload;
  return ok({
    key: functionKey(domain.value[0] ?? '', name.value[0] ?? '', overload.value[0] ?? ''),
    inputs: inputs.value,
    outputs: outputs.value,
    nodes: ranges.get(7) ?? [],
    defaults: ranges.get(11) ?? [],
  });
}

/** The body of a function, read when it is first called. */
interface FunctionBody {
  readonly graph: Graph;
  readonly defaults: readonly NodeAttribute[];
}

/** Follows the calls of a model's functions, and lists the transposed convolutions in all graphs. */
class ModelScopes implements OnnxModel {
  readonly reader: GraphReader;
  readonly sites: LayerSite[] = [];
  readonly #bytes: ModelBytes;
  readonly #functions: ReadonlyMap<string, FunctionProto>;
  readonly #bodies = new Map<string, FunctionBody>();
  /** Whether the graph, or one that it uses, has a transposed convolution. */
  readonly #holding = new Map<string, boolean>();
  #scopes = 0;

  constructor(bytes: ModelBytes, functions: ReadonlyMap<string, FunctionProto>) {
    this.#bytes = bytes;
    this.#functions = functions;
    this.reader = new GraphReader(bytes, new Set(functions.keys()));
  }

  /** Adds the transposed convolutions of a scope and of the scopes in it. */
  async list(scope: GraphScope): Promise<Result<null>> {
    for (const node of scope.graph.nodes) {
      for (const graph of node.graphs) {
        if (scope.depth >= maxDepth || ++this.#scopes > maxScopes) continue;
        const inner = await this.list({ ...scope, graph, outer: scope, call: null, depth: scope.depth + 1 });
        if (!inner.ok) return inner;
      }
      const key = functionKey(node.domain, node.opType, node.overload);
      if (!this.#functions.has(key)) {
        if (isTransposedConvolution(node.opType)) this.sites.push({ node, scope });
        continue;
      }
      const holds = await this.#holds(key, new Set());
      if (!holds.ok) return holds;
      const called = holds.value ? await this.scopeOfCall(node, scope) : ok(null);
      if (!called.ok) return called;
      const inner = called.value === null ? ok(null) : await this.list(called.value);
      if (!inner.ok) return inner;
    }
    return ok(null);
  }

  async scopeOfCall(node: GraphNode, scope: GraphScope): Promise<Result<GraphScope | null>> {
    const key = functionKey(node.domain, node.opType, node.overload);
    if (!this.#functions.has(key) || scope.depth >= maxDepth || ++this.#scopes > maxScopes) return ok(null);
    const body = await this.#body(key);
    if (!body.ok) return body;
    const given = node.attributes.flatMap((attribute) => {
      const value = attribute.reference === '' ? attribute : scope.bound.get(attribute.reference);
      return value === undefined ? [] : [[attribute.name, value] as const];
    });
    const { graph, defaults } = body.value;
    const name = node.name === '' ? (node.outputs[0] ?? '') : node.name;
    return ok({
      graph,
      outer: null,
      call: { scope, node },
      bound: new Map([...defaults.map((each) => [each.name, each] as const), ...given]),
      path: `${scope.path}${name}/`,
      depth: scope.depth + 1,
    });
  }

  async #body(key: string): Promise<Result<FunctionBody>> {
    const known = this.#bodies.get(key);
    if (known !== undefined) return ok(known);
    const proto = this.#functions.get(key);
    const graph = emptyGraph();
    const defaults: NodeAttribute[] = [];
    graph.inputs.push(...(proto?.inputs ?? []));
    graph.outputs.push(...(proto?.outputs ?? []));
    for (const range of proto?.nodes ?? []) {
      const added = await this.reader.addNode(range, graph);
      if (!added.ok) return added;
    }
    const nested = await this.reader.nested(graph, 0);
    if (!nested.ok) return nested;
    for (const range of proto?.defaults ?? []) {
      const attribute = await readAttribute(this.#bytes, range);
      if (!attribute.ok) return attribute;
      defaults.push(attribute.value);
    }
    const body = { graph, defaults };
    this.#bodies.set(key, body);
    return ok(body);
  }

  /** Returns true if a function, or one that it calls, has a transposed convolution. */
  async #holds(key: string, above: ReadonlySet<string>): Promise<Result<boolean>> {
    const known = this.#holding.get(key);
    if (known !== undefined) return ok(known);
    const body = await this.#body(key);
    if (!body.ok) return body;
    const found = above.has(key) ? ok(false) : await this.#graphHolds(body.value.graph, new Set([...above, key]));
    if (found.ok) this.#holding.set(key, found.value);
    return found;
  }

  async #graphHolds({ nodes }: Graph, above: ReadonlySet<string>): Promise<Result<boolean>> {
    for (const { opType, domain, overload, graphs } of nodes) {
      const key = functionKey(domain, opType, overload);
      if (!this.#functions.has(key)) {
        if (isTransposedConvolution(opType)) return ok(true);
      } else if (!above.has(key)) {
        const called = await this.#holds(key, above);
        if (!called.ok || called.value) return called;
      }
      for (const graph of graphs) {
        const inner = await this.#graphHolds(graph, above);
        if (!inner.ok || inner.value) return inner;
      }
    }
    return ok(false);
  }
}
