import { computed, effect } from '@preact/signals';
import type { Result } from '../../src/engine/core/refusal.ts';
import {
  handOnRequest,
  historyChanged,
  readyRequest,
  scenarioChanged,
  settingsChanged,
  titleChanged,
} from '../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { answerHost } from '../store/answers.ts';
import type { Session } from '../store/session.ts';

/** Connects a session to the extension. The page's first state is the reply to `readyRequest`. */
export async function openSession(session: Session): Promise<void> {
  const { code, document, files, form, layout, runner, saved, savedScenario, unfinished, versions, ports } = session;
  const { host } = ports;
  // Shows a scenario from the host without sending it back as an edit.
  const open = (opened: Result<Scenario>): void => {
    if (opened.ok) form.show(opened.value);
    else form.showRefused(opened.refusal);
  };
  runner.open();
  answerHost(session);
  host.on(scenarioChanged, (changed) => {
    // The tensor files may have changed as well, so they are read again.
    files.forget();
    open(changed);
  });
  host.on(settingsChanged, (changed) => {
    document.settings.value = changed;
    form.checkAgain();
  });
  host.on(historyChanged, (changed) => {
    document.history.value = changed;
  });
  const reply = await host.call(readyRequest, null).reply;
  if (!reply.ok) {
    runner.fail(reply.error);
    return;
  }
  const { origin, history, settings, scenario, canHandOn, coach, code: link, versions: pair } = reply.value;
  document.origin.value = origin;
  document.history.value = history;
  document.settings.value = settings;
  document.canHandOn.value = canHandOn;
  if (canHandOn) offerReport(session);
  layout.isCoachShown.value = coach;
  code.open(link);
  versions.open(pair);
  const opened = scenario ?? (savedScenario && { ok: true, value: savedScenario });
  if (opened === null) runner.rest();
  else open(opened);
  document.initialScenario.value = form.scenario.value;
  if (opened?.ok === true) unfinished.resume(opened.value, savedScenario);
  saved.start();
  sendTitle(session);
}

/** Adds the report to the export menu. The form's pending edit is sent first, so that the report has it. */
function offerReport({ viewer, form, ports }: Session): void {
  viewer.exports.offer({
    id: 'report',
    label: 'Report (HTML, Markdown, JSON)…',
    isFirst: true,
    save: () => {
      form.flush();
      void ports.host.call(handOnRequest, { as: 'report' });
    },
  });
}

/** Sends the scenario's name to the host, which shows it in the panel's title. */
function sendTitle({ runner, form, ports }: Session): void {
  const name = computed(() => runner.validScenario.value?.name ?? form.scenario.value?.name ?? null);
  effect(() => {
    if (name.value !== null) ports.host.emit(titleChanged, { name: name.value });
  });
}
