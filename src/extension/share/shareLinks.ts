import * as vscode from 'vscode';
import { ok, type Result } from '../../engine/core/refusal.ts';
import { validateCall } from '../../engine/validation/validateCall.ts';
import { filePathsOf } from '../../scenario/document/filesByPath.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { scenarioShape } from '../../scenario/document/scenarioShape.ts';
import { formatShape } from '../../scenario/text/format.ts';
import type { Debuggers } from '../debugger/debuggers.ts';
import type { Panels } from '../debugger/panels.ts';
import { shownScenario } from '../debugger/shownScenario.ts';
import { showRefusal } from '../shared/showRefusal.ts';

/** The path of a link that opens a scenario. */
const openPath = '/open';

const openButton = 'Open';

/**
 * Makes and opens links such as `vscode://convt.conv-transpose2d-debugger/open?v=1&s=…`, which hold a small scenario. The
 * link has the scheme of the program that made it, so that Insiders, VSCodium and others open their own. It is not made
 * with `env.asExternalUri`, whose addresses lead back to one window of one session only.
 */
export class ShareLinks implements vscode.UriHandler {
  readonly #extensionId: string;
  readonly #debuggers: Debuggers;
  readonly #panels: Panels;

  constructor(extensionId: string, debuggers: Debuggers, panels: Panels) {
    this.#extensionId = extensionId;
    this.#debuggers = debuggers;
    this.#panels = panels;
  }

  /** Copies the link of a document, or of the call in front, and says what it does not hold. */
  async copy(target: unknown): Promise<void> {
    const shown = await shownScenario(target, this.#debuggers);
    if (!shown.ok) {
      showRefusal(shown);
      return;
    }
    const link = await this.linkOf(shown.value.scenario);
    if (!link.ok) {
      showRefusal(link);
      return;
    }
    await vscode.env.clipboard.writeText(link.value);
    const files = filePathsOf(shown.value.scenario);
    const left = files.length === 0 ? '' : ` It names ${files.join(', ')}, but does not hold their numbers.`;
    void vscode.window.showInformationMessage(`Copied a link that opens this call.${left}`);
  }

  /** Returns the link of a scenario; refused if the link would be too long. */
  async linkOf(scenario: Scenario): Promise<Result<string>> {
    const { linkQueryOf } = await import('../../report/link/scenarioLink.ts');
    const query = linkQueryOf(scenario);
    return query.ok ? ok(`${vscode.env.uriScheme}://${this.#extensionId}${openPath}?${query.value}`) : query;
  }

  /** Opens a link in a panel, after the user has seen what it holds and agreed. */
  async handleUri(uri: vscode.Uri): Promise<void> {
    if (uri.path !== openPath) {
      void vscode.window.showErrorMessage(
        `The debugger does not know the link ${uri.path}. A link to a call begins with ${openPath}.`,
      );
      return;
    }
    const { scenarioOfLink } = await import('../../report/link/scenarioLink.ts');
    const scenario = scenarioOfLink(uri.query);
    if (!scenario.ok) {
      showRefusal(scenario);
      return;
    }
    const options = { modal: true, detail: detailOf(scenario.value) };
    const chosen = await vscode.window.showInformationMessage('Open the call of this link?', options, openButton);
    if (chosen === openButton) this.#panels.open(scenario.value);
  }
}

/** Says what a link holds and which files opening it reads. */
function detailOf(scenario: Scenario): string {
  const { name, actual } = scenario;
  const files = filePathsOf(scenario);
  const folder = vscode.workspace.workspaceFolders?.[0]?.name;
  const place =
    folder === undefined
      ? 'No folder is open, so these files cannot be found.'
      : `They are read from the folder ${folder} if you open it.`;
  return [
    JSON.stringify(name),
    sizesOf(scenario),
    ...(actual === undefined ? [] : [`It checks the output ${actual.file}.`]),
    files.length === 0
      ? 'It comes from outside VS Code and holds all its numbers. No file is read.'
      : `It comes from outside VS Code and names the files ${files.join(', ')}. ${place}`,
  ].join('\n');
}

/** Returns "x 1×64×16×16 · w 64×32×4×4 → y 1×32×32×32", or why the call is refused. */
function sizesOf(scenario: Scenario): string {
  const shape = scenarioShape(scenario, new Map());
  // The shapes of files are not known before they are read.
  if (!shape.ok) return 'Its sizes are those of its files.';
  const { input, weight } = shape.value;
  const given = `x ${formatShape(input)} · w ${formatShape(weight)}`;
  const geometry = validateCall(shape.value);
  return geometry.ok
    ? `${given} → y ${formatShape(geometry.value.outputShape)}`
    : `${given}. ${geometry.refusal.message}`;
}
