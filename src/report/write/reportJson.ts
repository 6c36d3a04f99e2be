import { assertNever } from '../../engine/core/assertNever.ts';
import { jsonText, type JsonFields } from '../../scenario/document/json/jsonText.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import type { ReportFacts, ReportOutcome } from '../facts/reportFacts.ts';

/**
 * Writes a report as JSON: the fields of `convt run --json`, and with them the scenario, the words of the verdict, the
 * diagnosis and the hashes of the tensors. docs/reports.md describes it.
 */
export function reportJson({ title, scenario, outcome, version }: ReportFacts): string {
  // JSON.stringify would write the scenario's −0 as 0.
  const written = JSON.parse(serializeScenario(scenario)) as JsonFields;
  const fields = JSON.parse(JSON.stringify(fieldsOf(outcome))) as JsonFields;
  return jsonText({ name: title, ...fields, scenario: written, version });
}

function fieldsOf(outcome: ReportOutcome): object {
  switch (outcome.kind) {
    case 'refused': {
      const { argument, message } = outcome.refusal;
      return { refused: { argument, message } };
    }
    case 'ran': {
      const { headline, isRight, detail, run, checked, tensors } = outcome;
      return {
        headline,
        right: isRight,
        detail,
        fix: checked?.fix ?? null,
        ...run,
        diagnosis: checked?.report ?? null,
        tensors,
      };
    }
    default:
      return assertNever(outcome, 'outcome');
  }
}
