import { isDrawnAsLine } from '../../src/scenario/document/withHeight.ts';
import { Icon } from '../ui/Icon.tsx';
import { CodeStrip } from './CodeStrip.tsx';
import { CallFields } from './sections/CallFields.tsx';
import { CheckerboardSection } from './sections/CheckerboardSection.tsx';
import { DataSection } from './sections/DataSection.tsx';
import { Legend } from '../viewer/Legend.tsx';
import { OutputSize } from './sections/OutputSize.tsx';
import { PasteField } from './paste/PasteField.tsx';
import { PasteNotice } from './paste/PasteNotice.tsx';
import { PresetField } from './PresetField.tsx';
import { ScenarioActions } from './ScenarioActions.tsx';
import { Section } from './Section.tsx';
import { RefusalBox, refusalId } from '../fields/FieldRefusal.tsx';
import { RefusalActions } from '../fields/RefusalActions.tsx';
import { hasField } from '../store/refusalAt.ts';
import { formFieldAt } from '../store/codeState.ts';
import { useSession } from '../store/useSession.ts';

/** Shows the call's parameters and what follows from them; in a narrow page it is a sheet. */
export function Sidebar() {
  const { code, document, form, layout, runner } = useSession();
  const refusal = runner.refusal.value;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') form.settle();
  };
  const scenario = form.scenario.value;
  const geometry = form.callGeometry.value;
  return (
    <aside
      class="sidebar"
      id="sidebar"
      aria-label="Call parameters"
      onFocusIn={(event) => code.focus(formFieldAt(event.target))}
      onFocusOut={(event) => {
        form.settle();
        if (formFieldAt(event.relatedTarget) === null) code.focus(null);
      }}
      onKeyDown={onKeyDown}
    >
      <header>
        <h1>Call</h1>
        {scenario !== null && <ScenarioActions scenario={scenario} />}
      </header>
      <CodeStrip />
      <div class="sidebar-body">
        {document.isReadonly.value && (
          <p class="readonly-note">
            <Icon name="lock" />
            Read-only document: the call cannot be changed.
          </p>
        )}
        {/* The sheet covers the banner. */}
        {layout.isSheetOpen.value && refusal !== null && !hasField(refusal) && (
          <RefusalBox id={refusalId(refusal.argument)} message={refusal.message} still="">
            <RefusalActions refusal={refusal} />
          </RefusalBox>
        )}
        <fieldset class="plain" disabled={document.isReadonly.value}>
          <PresetField />
          <PasteField />
          {geometry !== null && isDrawnAsLine(geometry) && <p class="line-note dim">1-D, drawn as height 1</p>}
          {scenario !== null && <CallFields scenario={scenario} />}
        </fieldset>
        {scenario !== null && (
          <>
            <DataSection scenario={scenario} />
            <OutputSize />
            <CheckerboardSection />
          </>
        )}
        <Section id="legend" title="Legend">
          <Legend />
        </Section>
      </div>
      <PasteNotice />
    </aside>
  );
}
