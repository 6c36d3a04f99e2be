import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { dataTypes, type TypedField } from './dataTypes.ts';
import { type DeclaredValue, emptyGraph, type Graph, type GraphNode, type GraphTensor } from './graph.ts';
import { locateTensor, type LocatedTensor } from './locateTensor.ts';
import type { ByteRange, ModelBytes } from './modelBytes.ts';
import { type NodeAttribute, type NodeRanges, readAttribute, readNode } from './readNode.ts';
import { readString, takeIntegers } from './readParts.ts';
import { readTensorProto } from './readTensorProto.ts';
import { type ProtobufField, walkFields, wireTypes } from './walkFields.ts';

/** The most tensors, and the most nodes, that are read. No model has nearly as many. */
export const maxEntries = 250_000;

/** The deepest nesting of graphs in attributes that is read. */
const maxDepth = 16;

/** The operators that tensors are folded through (`foldTensor.ts`). */
export const foldedOperators = [
  'Cast',
  'CastLike',
  'ConstantOfShape',
  'DequantizeLinear',
  'Flatten',
  'Identity',
  'QuantizeLinear',
  'Reshape',
  'Squeeze',
  'Transpose',
  'Unsqueeze',
] as const;

const nestingOperators = ['If', 'Loop', 'Scan', 'SequenceMap'];

/** Returns true if an operator of any domain is, by its name, a transposed convolution. */
export function isTransposedConvolution(opType: string): boolean {
  return /conv\w*transpose|deconv/i.test(opType);
}

/** Returns a domain as it is compared: that of ONNX's own operators is "". */
export function domainOf(text: string): string {
  return text === 'ai.onnx' ? '' : text;
}

/** Returns how a function is found: by its domain, its name and its overload. */
export function functionKey(domain: string, name: string, overload: string): string {
  return [domainOf(domain), name, overload].join('\0');
}

/** A field of AttributeProto that holds numbers: f, floats, i, ints. */
const constantFields = {
  float: { id: 2, name: 'value_float', type: wireTypes.fixed32, bytes: 4 },
  floats: { id: 7, name: 'value_floats', type: wireTypes.fixed32, bytes: 4 },
  int: { id: 3, name: 'value_int', type: wireTypes.varint, bytes: 1 },
  ints: { id: 8, name: 'value_ints', type: wireTypes.varint, bytes: 1 },
} as const satisfies Readonly<Record<string, TypedField>>;

/**
 * Reads the graphs of a model, without the data of tensors. Each readable tensor gets a key that no other has; what
 * cannot be read becomes a line of `leftOut`, and never closes the model. `functions` has the keys of the model's own
 * functions.
 */
export class GraphReader {
  readonly stored: LocatedTensor[] = [];
  readonly leftOut: string[] = [];
  readonly #model: ModelBytes;
  readonly #functions: ReadonlySet<string>;
  readonly #keys = new Set<string>();
  #nodes = 0;
  #tensors = 0;

  constructor(model: ModelBytes, functions: ReadonlySet<string>) {
    this.#model = model;
    this.#functions = functions;
  }

  /** Returns the name itself or, if it is a key already, the name with a number: "w (2)". */
  uniqueKey(name: string): string {
    let key = name;
    for (let count = 2; this.#keys.has(key); count++) key = `${name} (${count})`;
    this.#keys.add(key);
    return key;
  }

  /**
   * Reads a GraphProto and the graphs in it. Field numbers: node = 1, initializer = 5, input = 11, output = 12,
   * value_info = 13, sparse_initializer = 15.
   */
  async graph(range: ByteRange, depth = 0): Promise<Result<Graph>> {
    const graph = emptyGraph();
    const walked = await walkFields(this.#model, range, (field) => this.#visit(field, graph));
    if (!walked.ok) return walked;
    const nested = await this.nested(graph, depth);
    return nested.ok ? ok(graph) : nested;
  }

  /** Reads the graphs in the attributes of a graph's nodes. Those of the model come after its own tensors. */
  async nested({ nodes }: Graph, depth: number): Promise<Result<null>> {
    if (depth >= maxDepth) return ok(null);
    for (const node of nodes)
      for (const attribute of node.attributes)
        for (const range of attribute.graphs) {
          const graph = await this.graph(range, depth + 1);
          if (!graph.ok) return graph;
          node.graphs.push(graph.value);
        }
    return ok(null);
  }

  #visit(field: ProtobufField, graph: Graph): Promise<Result<unknown>> | undefined {
    if (field.type !== wireTypes.bytes) return undefined;
    switch (field.id) {
      case 1:
        return this.addNode(field, graph);
      case 5:
        return this.#addTensor(field, null, graph);
      case 11:
      case 13:
        return this.#addDeclared(field, graph, field.id === 11);
      case 15:
        return this.#addSparse(field, graph);
      default:
        return undefined;
    }
  }

  /** Reads a NodeProto into a graph. */
  async addNode(range: ByteRange, graph: Graph): Promise<Result<unknown>> {
    if (++this.#nodes > maxEntries) return this.#model.refuse(`has more than ${maxEntries} nodes`);
    const ranges = await readNode(this.#model, range);
    if (!ranges.ok) return ranges;
    const head = await this.#strings([ranges.value.domain, ranges.value.opType, ranges.value.overload]);
    if (!head.ok) return head;
    const [domainText = '', opType = '', overload = ''] = head.value;
    const domain = domainOf(domainText);
    const outputs = await this.#strings(ranges.value.outputs);
    if (!outputs.ok) return outputs;
    const isOfInterest = this.#isOfInterest(domain, opType, overload);
    const node = isOfInterest ? await this.#node(ranges.value, outputs.value, { domain, opType, overload }) : ok(null);
    if (!node.ok) return node;
    for (const [output, name] of outputs.value.entries())
      if (name !== '') graph.producers.set(name, { operator: operatorName(domain, opType), node: node.value, output });
    if (node.value === null) return ok(null);
    if (opType === 'Constant') return await this.#addConstant(node.value, outputs.value[0] ?? '', graph);
    graph.nodes.push(node.value);
    return ok(null);
  }

  #isOfInterest(domain: string, opType: string, overload: string): boolean {
    if (isTransposedConvolution(opType) || this.#functions.has(functionKey(domain, opType, overload))) return true;
    if (domain === 'com.microsoft') return opType === 'DequantizeLinear' || opType === 'QuantizeLinear';
    if (domain !== '') return false;
    return (
      opType === 'Constant' || nestingOperators.includes(opType) || foldedOperators.some((folded) => folded === opType)
    );
  }

  async #node(
    ranges: NodeRanges,
    outputs: readonly string[],
    head: Pick<GraphNode, 'domain' | 'opType' | 'overload'>,
  ): Promise<Result<GraphNode>> {
    const texts = await this.#strings([ranges.name, ...ranges.inputs]);
    if (!texts.ok) return texts;
    const [name = '', ...inputs] = texts.value;
    const attributes: NodeAttribute[] = [];
    for (const range of ranges.attributes) {
      const attribute = await readAttribute(this.#model, range);
      if (!attribute.ok) return attribute;
      attributes.push(attribute.value);
    }
    return ok({ ...head, name, inputs, outputs, attributes, graphs: [] });
  }

  /** Adds the tensor of a Constant node, whichever of its attributes holds it. */
  async #addConstant({ attributes }: GraphNode, output: string, graph: Graph): Promise<Result<unknown>> {
    const [attribute] = attributes.filter(({ reference }) => reference === '');
    if (attribute === undefined || output === '') return ok(null);
    const { name, tensor, range, isScalar } = attribute;
    // A Constant is a tensor of the graph, no longer the value of a node.
    graph.producers.delete(output);
    switch (name) {
      case 'value':
        if (tensor !== null) return await this.#addTensor(tensor, output, graph);
        break;
      case 'value_float':
      case 'value_floats': {
        const place = { kind: 'typed', range, field: isScalar ? constantFields.float : constantFields.floats } as const;
        const shape = isScalar ? [] : [attribute.floats];
        return this.#keep(output, (key) => ({ entry: { key, element: 'float32', shape }, place }), graph);
      }
      case 'value_int':
      case 'value_ints': {
        const count = isScalar ? ok(1) : await this.#integers(range);
        if (!count.ok) return count;
        const place = { kind: 'typed', range, field: isScalar ? constantFields.int : constantFields.ints } as const;
        const shape = isScalar ? [] : [count.value];
        return this.#keep(output, (key) => ({ entry: { key, element: 'int64', shape }, place }), graph);
      }
      case 'sparse_value':
        return this.#keep(output, () => 'a sparse tensor', graph);
      default:
        break;
    }
    return this.#keep(output, () => 'a text', graph);
  }

  /** Counts the integers of an attribute (ints = 8), packed or not. */
  async #integers(range: ByteRange): Promise<Result<number>> {
    let count = 0;
    const walked = await walkFields(this.#model, range, (field) => {
      if (field.id !== constantFields.ints.id) return undefined;
      if (field.type !== wireTypes.bytes) {
        count++;
        return undefined;
      }
      return this.#model.bytes(field).then((held) => {
        // The last byte of a varint has no continuation bit.
        if (held.ok) for (const byte of held.value) if (byte < 128) count++;
        return held;
      });
    });
    return walked.ok ? ok(count) : walked;
  }

  async #addTensor(range: ByteRange, name: string | null, graph: Graph): Promise<Result<unknown>> {
    const proto = await readTensorProto(this.#model, range);
    if (!proto.ok) return this.#leave(name ?? 'a tensor', proto.refusal.message);
    return this.#keep(name ?? proto.value.name, (key) => locateTensor(key, proto.value), graph);
  }

  /** Adds a SparseTensorProto, named by its field values = 1, which is a TensorProto. */
  async #addSparse(range: ByteRange, graph: Graph): Promise<Result<unknown>> {
    const names: string[] = [];
    const walked = await walkFields(this.#model, range, ({ id, type, from, to }) => {
      if (id !== 1 || type !== wireTypes.bytes || names.length > 0) return undefined;
      return readTensorProto(this.#model, { from, to }).then((proto) => {
        if (proto.ok) names.push(proto.value.name);
        return proto;
      });
    });
    if (!walked.ok) return this.#leave('a sparse tensor', walked.refusal.message);
    return this.#keep(names[0] ?? '', () => 'a sparse tensor', graph);
  }

  /** Leaves out a tensor whose message is broken. If the file is cut off, the message around it says so. */
  #leave(name: string, problem: string): Result<unknown> {
    if (++this.#tensors > maxEntries) return this.#model.refuse(`has more than ${maxEntries} tensors`);
    if (!this.#model.countField()) return refuse('file', problem);
    this.leftOut.push(`${name} cannot be read: ${problem.replace(/\.$/, '')}`);
    return ok(null);
  }

  /** Adds a tensor to a graph, under the key that it gets in the file; of two with one name, the first. */
  #keep(name: string, locate: (key: string) => LocatedTensor | string, graph: Graph): Result<unknown> {
    if (++this.#tensors > maxEntries) return this.#model.refuse(`has more than ${maxEntries} tensors`);
    if (name === '') {
      this.leftOut.push('a tensor without a name');
      return ok(null);
    }
    if (graph.tensors.has(name)) {
      this.leftOut.push(`${name}: another tensor with this name; the first is used`);
      return ok(null);
    }
    const located = locate(name);
    if (typeof located === 'string') {
      this.leftOut.push(`${name}: ${located}`);
      graph.tensors.set(name, { kind: 'unread', problem: located });
      return ok(null);
    }
    const key = this.uniqueKey(name);
    const stored = key === name ? located : { ...located, entry: { ...located.entry, key } };
    this.stored.push(stored);
    graph.tensors.set(name, { kind: 'stored', stored } satisfies GraphTensor);
    return ok(null);
  }

  /** Adds what a ValueInfoProto declares. Field numbers: name = 1, type = 2. */
  async #addDeclared(range: ByteRange, graph: Graph, isInput: boolean): Promise<Result<unknown>> {
    const found: { name: ByteRange; type: ByteRange | null } = { name: { from: 0, to: 0 }, type: null };
    const walked = await walkFields(this.#model, range, (field) => {
      if (field.type !== wireTypes.bytes) return undefined;
      if (field.id === 1) found.name = field;
      if (field.id === 2) found.type = field;
      return undefined;
    });
    if (!walked.ok) return walked;
    const name = await readString(this.#model, found.name);
    if (!name.ok) return name;
    if (isInput) graph.inputs.push(name.value);
    const declared = found.type === null ? ok(null) : await this.#declared(found.type);
    if (!declared.ok) return declared;
    if (declared.value !== null) graph.declared.set(name.value, declared.value);
    return ok(null);
  }

  /**
   * Reads a TypeProto: tensor_type = 1 { elem_type = 1, shape = 2 { dim = 1 { dim_value = 1, dim_param = 2 } } }. Returns
   * null for the type of something else.
   */
  async #declared(range: ByteRange): Promise<Result<DeclaredValue | null>> {
    let found: DeclaredValue | null = null;
    const walked = await walkFields(this.#model, range, (type) => {
      if (type.id !== 1 || type.type !== wireTypes.bytes) return undefined;
      const shape: number[] = [];
      let [dataType, hasShape] = [0, false];
      return walkFields(this.#model, type, (part) => {
        if (part.id === 1 && part.type === wireTypes.varint) dataType = part.value;
        if (part.id !== 2 || part.type !== wireTypes.bytes) return undefined;
        hasShape = true;
        return walkFields(this.#model, part, (dim) => {
          if (dim.id !== 1 || dim.type !== wireTypes.bytes) return undefined;
          const size: number[] = [];
          return walkFields(this.#model, dim, (value) =>
            value.id === 1 ? takeIntegers(this.#model, value, size) : undefined,
          ).then((walkedDim) => {
            shape.push(size[0] ?? NaN);
            return walkedDim;
          });
        });
      }).then((walkedType) => {
        const isKnown = hasShape && shape.every((size) => Number.isSafeInteger(size) && size >= 0);
        found = { element: dataTypes.get(dataType)?.stored?.element ?? null, shape: isKnown ? shape : null };
        return walkedType;
      });
    });
    return walked.ok ? ok(found) : walked;
  }

  async #strings(ranges: readonly ByteRange[]): Promise<Result<readonly string[]>> {
    const texts: string[] = [];
    for (const range of ranges) {
      const text = await readString(this.#model, range);
      if (!text.ok) return text;
      texts.push(text.value);
    }
    return ok(texts);
  }
}

/** Returns an operator as people write it: "Transpose", "com.microsoft.ConvTransposeWithDynamicPads". */
export function operatorName(domain: string, opType: string): string {
  return domain === '' ? opType : `${domain}.${opType}`;
}
