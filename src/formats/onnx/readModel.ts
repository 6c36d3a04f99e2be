import { ok, type Result } from '../../engine/core/refusal.ts';
import { quoted, shownName } from '../common/quoted.ts';
import { type LocatedTensor, locateTensor } from './locateTensor.ts';
import type { ModelBytes, ByteRange } from './modelBytes.ts';
import { type NodeAttribute, type NodeRanges, readAttribute, readNode } from './readNode.ts';
import { readString } from './readParts.ts';
import { readTensorProto } from './readTensorProto.ts';
import { type ProtobufField, walkFields, wireTypes } from './walkFields.ts';

/** A ConvTranspose node as the model declares it. */
export interface ConvTransposeNode {
  readonly name: string;
  readonly output: string;
  readonly inputs: readonly string[];
  readonly attributes: readonly NodeAttribute[];
}

/** The tensors and ConvTranspose nodes of a model. */
export interface OnnxModel {
  /** Initializers and the tensors of Constant nodes by name, in the order of the file. */
  readonly tensors: ReadonlyMap<string, LocatedTensor>;
  readonly nodes: readonly ConvTransposeNode[];
  /** For each node, the operator by the name of the node's first output. */
  readonly producers: ReadonlyMap<string, string>;
}

/** The most tensors, and the most nodes, that are read. No model has nearly as many. */
const maxEntries = 250_000;

/** Reads a ModelProto (onnx.proto) without the data of its tensors. Field numbers: graph = 7, opset_import = 8. */
export async function readModel(model: ModelBytes): Promise<Result<OnnxModel>> {
  const reader = new GraphReader(model);
  let [graphs, opsets] = [0, 0];
  const walked = await walkFields(model, { from: 0, to: model.size }, (field) => {
    if (field.type !== wireTypes.bytes) return undefined;
    if (field.id === 8) opsets++;
    if (field.id !== 7) return undefined;
    if (++graphs > 1) return model.refuse('is broken: it has two graphs');
    return walkFields(model, field, (part) => reader.visit(part));
  });
  if (!walked.ok) return walked;
  if (graphs === 0) return model.refuse('is not an ONNX model, or is cut off: it has no graph');
  if (opsets === 0) return model.refuse('is not an ONNX model, or is cut off: it has no opset_import');
  return ok(reader);
}

/**
 * Collects the tensors and nodes of a GraphProto. Field numbers: node = 1, initializer = 5, sparse_initializer = 15.
 */
class GraphReader implements OnnxModel {
  readonly tensors = new Map<string, LocatedTensor>();
  readonly nodes: ConvTransposeNode[] = [];
  readonly producers = new Map<string, string>();
  readonly #model: ModelBytes;
  #nodesSeen = 0;

  constructor(model: ModelBytes) {
    this.#model = model;
  }

  visit(field: ProtobufField): Promise<Result<unknown>> | undefined {
    if (field.type !== wireTypes.bytes) return undefined;
    if (field.id === 1) return this.#addNode(field);
    if (field.id === 5) return this.#addTensor(field, null);
    if (field.id === 15) return this.#addSparse(field);
    return undefined;
  }

  async #addNode(range: ByteRange): Promise<Result<unknown>> {
    if (++this.#nodesSeen > maxEntries) return this.#model.refuse(`has more than ${maxEntries} nodes`);
    const node = await readNode(this.#model, range);
    if (!node.ok) return node;
    const opType = await readString(this.#model, node.value.opType);
    if (!opType.ok) return opType;
    const output = await readString(this.#model, node.value.output);
    if (!output.ok) return output;
    if (output.value !== '') this.producers.set(output.value, opType.value);
    const isRelevant = opType.value === 'ConvTranspose' || opType.value === 'Constant';
    return isRelevant ? await this.#addRelevantNode(node.value, opType.value, output.value) : output;
  }

  async #addRelevantNode(node: NodeRanges, opType: string, output: string): Promise<Result<unknown>> {
    const texts: string[] = [];
    for (const range of [node.domain, node.name, ...node.inputs]) {
      const text = await readString(this.#model, range);
      if (!text.ok) return text;
      texts.push(text.value);
    }
    const attributes: NodeAttribute[] = [];
    for (const range of node.attributes) {
      const attribute = await readAttribute(this.#model, range);
      if (!attribute.ok) return attribute;
      attributes.push(attribute.value);
    }
    const [domain = '', name = '', ...inputs] = texts;
    // An operator of the same name in another domain is a different operator.
    if (domain !== '' && domain !== 'ai.onnx') return ok(null);
    if (opType === 'ConvTranspose') this.nodes.push({ name, output, inputs, attributes });
    else return await this.#addConstant(attributes, output);
    return ok(null);
  }

  /**
   * Adds the tensor of a Constant node, which is in its attribute value or sparse_value. Constants that are numbers or
   * strings are not tensors.
   */
  async #addConstant(attributes: readonly NodeAttribute[], output: string): Promise<Result<unknown>> {
    for (const { name, tensor, isSparse } of attributes) {
      if (name === 'sparse_value' && isSparse) return this.#keep(output, sparse(output));
      if (name === 'value' && tensor !== null) return await this.#addTensor(tensor, output);
    }
    return ok(null);
  }

  async #addTensor(range: ByteRange, name: string | null): Promise<Result<unknown>> {
    const proto = await readTensorProto(this.#model, range);
    if (!proto.ok) return proto;
    const key = name ?? proto.value.name;
    const located = locateTensor(this.#model, key, proto.value);
    return located.ok ? this.#keep(key, located.value) : located;
  }

  /** Adds a SparseTensorProto, named by its field values = 1, which is a TensorProto. */
  async #addSparse(range: ByteRange): Promise<Result<unknown>> {
    const names: string[] = [];
    const walked = await walkFields(this.#model, range, ({ id, type, from, to }) => {
      if (id !== 1 || type !== wireTypes.bytes || names.length > 0) return undefined;
      return readTensorProto(this.#model, { from, to }).then((proto) => {
        if (proto.ok) names.push(proto.value.name);
        return proto;
      });
    });
    const [name = ''] = names;
    return walked.ok ? this.#keep(name, sparse(name)) : walked;
  }

  #keep(key: string, located: LocatedTensor): Result<unknown> {
    if (key === '') return this.#model.refuse('is broken: a tensor in it has no name');
    if (this.tensors.has(key)) return this.#model.refuse(`is broken: two tensors in it are named ${quoted(key)}`);
    if (this.tensors.size >= maxEntries) return this.#model.refuse(`has more than ${maxEntries} tensors`);
    this.tensors.set(key, located);
    return ok(null);
  }
}

function sparse(name: string): LocatedTensor {
  return { entry: null, leftOut: `${shownName(name)}: a sparse tensor` };
}
