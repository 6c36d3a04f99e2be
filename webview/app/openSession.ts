import { computed, effect } from '@preact/signals';
import type { Result } from '../../src/engine/core/refusal.ts';
import { readyRequest, scenarioChanged, settingsChanged, titleChanged } from '../../src/protocol/hostMessages.ts';
import type { Scenario } from '../../src/scenario/document/scenario.ts';
import { answerHost } from '../store/answers.ts';
import type { Session } from '../store/session.ts';

/** Connects a session to the extension; everything it shows derives from the reply to `ready`. */
export async function openSession(session: Session): Promise<void> {
  const { document, files, form, runner, saved, savedScenario, ports } = session;
  const { host } = ports;
  // Shows what the host says, without making an edit of it.
  const open = (opened: Result<Scenario>): void => {
    if (opened.ok) form.show(opened.value);
    else runner.refuse(opened.refusal);
  };
  runner.open();
  answerHost(session);
  host.on(scenarioChanged, (changed) => {
    // Files may be what changed: they are read again.
    files.forget();
    open(changed);
  });
  host.on(settingsChanged, (changed) => {
    document.settings.value = changed;
  });
  const reply = await host.call(readyRequest, null).reply;
  if (!reply.ok) {
    runner.fail(reply.error);
    return;
  }
  const { origin, settings, scenario } = reply.value;
  document.origin.value = origin;
  document.settings.value = settings;
  const opened = scenario ?? (savedScenario && { ok: true, value: savedScenario });
  if (opened === null) runner.rest();
  else open(opened);
  document.initialScenario.value = form.scenario.value;
  saved.start();
  tellTitle(session);
}

/** Tells the host the scenario's name, which stands in the panel's title. */
function tellTitle({ runner, form, ports }: Session): void {
  const name = computed(() => runner.validScenario.value?.name ?? form.scenario.value?.name ?? null);
  effect(() => {
    if (name.value !== null) ports.host.emit(titleChanged, { name: name.value });
  });
}
