import * as vscode from 'vscode';
import type { Params } from '../../engine/core/call.ts';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { visibleText } from '../../engine/core/visibleText.ts';
import { quoted } from '../../formats/common/quoted.ts';
import type { LayerNode } from '../../formats/common/layerNode.ts';
import type { TensorEntry, TensorFile } from '../../formats/common/tensorFile.ts';
import { dtypeOfElement } from '../../scenario/document/dtypeOfElement.ts';
import { biasKeyOf, layerInput, layerScenario } from '../../scenario/document/layerScenario.ts';
import { type FileTensor, scenarioAround } from '../../scenario/document/scenarioAround.ts';
import { roleTitles, type TensorRole, withTensor } from '../../scenario/document/withTensor.ts';
import { askLayerParams } from './askLayerParams.ts';
import type { Debuggers } from '../debugger/debuggers.ts';
import type { Panels } from '../debugger/panels.ts';
import { fileSourceFrom } from '../files/fileSourceFrom.ts';
import { openTensorFileAt } from '../files/openTensorFileAt.ts';
import { pickTensorEntry, pickTensorFile } from '../files/pickTensorEntry.ts';

/** Uses a tensor of a file in the debugger. */
export class TensorUses {
  readonly #debuggers: Debuggers;
  readonly #panels: Panels;

  constructor(debuggers: Debuggers, panels: Panels) {
    this.#debuggers = debuggers;
    this.#panels = panels;
  }

  /**
   * Puts a tensor into the scenario of the debugger that was used last, as one undoable edit, and shows that debugger.
   * If none is open, opens one with a call around the tensor. Returns a sentence that says what was done.
   */
  async use(uri: vscode.Uri, entry: TensorEntry, role: TensorRole): Promise<Result<string>> {
    const target = this.#debuggers.last();
    if (target === null) {
      const tensor = this.#tensor(uri, entry);
      const around = tensor.ok ? scenarioAround(role, tensor.value) : tensor;
      if (!around.ok) return around;
      this.#panels.open(around.value);
      return ok(`Opened a call with this tensor as its ${roleTitles[role]}.`);
    }
    const scenario = target.model.read();
    if (scenario?.ok !== true) return scenario ?? refuse('scenario', 'The document is empty.');
    const source = fileSourceFrom(target.model.base, uri, entry.key);
    if (!source.ok) return source;
    const edited = await target.edit(withTensor(scenario.value, role, source.value, entry));
    if (!edited.ok) return edited;
    target.panel.reveal();
    const name = scenario.value.name;
    return ok(`${visibleText(source.value.file)} is now the ${roleTitles[role]} of ${visibleText(name)}.`);
  }

  /**
   * Opens a layer that a model file describes, with a small input. Tensors that the file does not have are asked for; null
   * if the user cancels.
   */
  async openLayer(uri: vscode.Uri, file: TensorFile, layer: LayerNode): Promise<Result<string | null>> {
    const { name, refused, missing } = layer;
    if (refused !== null) return refuse('file', `${quoted(name)} cannot be opened: ${refused}`);
    const own = (key: string | null): PlacedTensor | null => {
      const entry = file.entries.find((each) => each.key === key);
      return entry === undefined ? null : { uri, entry };
    };
    const weight = missing.weight === null ? ok(own(layer.weight)) : await chooseLayerTensor(name, 'weight');
    if (!weight.ok || weight.value === null) return weight.ok ? ok(null) : weight;
    const bias = missing.bias === null ? ok(own(layer.bias)) : await chooseBias(name, missing.bias);
    if (!bias.ok || bias.value === 'cancelled') return bias.ok ? ok(null) : bias;
    const { shape } = weight.value.entry;
    const params = layer.params(layerInput(shape), shape);
    return params.ok ? this.#open(name, weight.value, bias.value, params.value) : params;
  }

  /** Asks the user for the parameters of the layer that a weight belongs to, and opens the layer. Null if the user cancels. */
  async openAsLayer(uri: vscode.Uri, file: TensorFile, entry: TensorEntry): Promise<Result<string | null>> {
    const biasKey = biasKeyOf(entry.key);
    const candidate = file.entries.find(({ key, shape }) => key === biasKey && shape.length === 1);
    const params = await askLayerParams(entry);
    if (params === null) return ok(null);
    const cout = (entry.shape[1] ?? 0) * params.groups;
    const bias = candidate?.shape[0] === cout ? candidate : null;
    const name = entry.key.replace(/\.?weight$/, '') || file.name;
    return this.#open(name, { uri, entry }, bias === null ? null : { uri, entry: bias }, params);
  }

  #open(name: string, weight: PlacedTensor, bias: PlacedTensor | null, params: Params): Result<string> {
    const weightTensor = this.#tensor(weight.uri, weight.entry);
    if (!weightTensor.ok) return weightTensor;
    const biasTensor = bias === null ? null : this.#tensor(bias.uri, bias.entry);
    if (biasTensor?.ok === false) return biasTensor;
    const scenario = layerScenario(name, weightTensor.value, biasTensor?.value ?? null, params);
    if (!scenario.ok) return scenario;
    this.#panels.open(scenario.value);
    return ok(`Opened ${quoted(name)} in the debugger.`);
  }

  /** Returns the tensor as the scenario of a new panel names it; such paths start from the first workspace folder. */
  #tensor(uri: vscode.Uri, { key, shape, element }: TensorEntry): Result<FileTensor> {
    const source = fileSourceFrom(vscode.workspace.workspaceFolders?.[0]?.uri ?? null, uri, key);
    if (!source.ok) return source;
    const stored = dtypeOfElement(element);
    // Integers are no reason for float64.
    const dtype = stored === 'float64' && element !== 'float64' ? 'float32' : stored;
    return ok({ source: source.value, shape, dtype });
  }
}

/** A tensor and its file. */
interface PlacedTensor {
  readonly uri: vscode.Uri;
  readonly entry: TensorEntry;
}

/** Asks the user for a file and a tensor in it, as a tensor of a layer that the model does not have; null if cancelled. */
async function chooseLayerTensor(layer: string, role: 'weight' | 'bias'): Promise<Result<PlacedTensor | null>> {
  const title = `Choose the ${role === 'weight' ? 'Weight' : 'Bias'} of ${visibleText(layer)}`;
  const uri = await pickTensorFile(title);
  if (uri === null) return ok(null);
  const file = await openTensorFileAt(uri);
  if (!file.ok) return file;
  const entry = await pickTensorEntry(file.value, title);
  if (!entry.ok) return entry;
  return ok(entry.value === null ? null : { uri, entry: entry.value });
}

/** Asks the user for a bias that the model does not have, or whether the layer is to run without it. */
async function chooseBias(layer: string, why: string): Promise<Result<PlacedTensor | null | 'cancelled'>> {
  const file = { label: 'Choose a file…', isNone: false };
  const none = { label: 'Open without a bias', isNone: true };
  const picked = await vscode.window.showQuickPick([file, none], {
    title: `Bias of ${visibleText(layer)}`,
    placeHolder: why,
  });
  if (picked === undefined) return ok('cancelled');
  if (picked.isNone) return ok(null);
  const chosen = await chooseLayerTensor(layer, 'bias');
  return chosen.ok && chosen.value === null ? ok('cancelled') : chosen;
}
