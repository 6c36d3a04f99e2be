import { textDigest } from '../../scenario/report/textDigest.ts';
import type { Fix } from '../finding.ts';
import type { FilePlace, LocatedCall } from './locatedCall.ts';
import type { Review } from './review.ts';
import { type AlertRule, alertRules, type ReviewAlert, reviewAlerts } from './reviewAlerts.ts';

/**
 * Returns a review as a SARIF 2.1.0 log, which GitHub's code scanning shows as alerts: one run with a result for each
 * alert, its region, its fixes and a fingerprint that stays when lines are added above. `version` is the extension's.
 */
export function reviewSarif(review: Review, version: string): object {
  const alerts = reviewAlerts(review);
  const seen = new Map<string, number>();
  const results = alerts.map((alert) => {
    const key = `${alert.file}\n${alert.path}\n${alert.rule}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return resultOf(alert, `${key}\n${count}`);
  });
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'convt',
            fullName: 'ConvTranspose2d Debugger',
            version,
            semanticVersion: version,
            rules: alertRules.map(ruleOf),
          },
        },
        automationDetails: { id: 'convt/review/' },
        columnKind: 'utf16CodeUnits',
        results,
      },
    ],
  };
}

function ruleOf({ id, title, description, level }: AlertRule): object {
  return {
    id,
    name: id.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: description },
    help: { text: description },
    defaultConfiguration: { level },
    properties: {
      tags: ['transposed-convolution'],
      precision: 'very-high',
      'problem.severity': level === 'note' ? 'recommendation' : level,
    },
  };
}

function resultOf(alert: ReviewAlert, key: string): object {
  const { rule, message, file, place, call, finding } = alert;
  const fixes = call === null || finding === null ? [] : finding.fixes.flatMap((fix) => fixOf(fix, call));
  return {
    ruleId: rule,
    ruleIndex: alertRules.findIndex(({ id }) => id === rule),
    level: alertRules.find(({ id }) => id === rule)?.level ?? 'note',
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation: artifactOf(file), region: regionOf(place) } }],
    partialFingerprints: { 'convtCall/v1': textDigest(key) },
    ...(fixes.length === 0 ? {} : { fixes }),
  };
}

/** Returns a fix of SARIF; none if a range of a notebook's cell is not in one string of its JSON. */
function fixOf({ title, edits }: Fix, call: LocatedCall): readonly object[] {
  const isNotebook = call.cell !== null;
  const replacements = edits.map(({ range, text }) => {
    const place = call.placeOf(range);
    if (isNotebook && place.line !== place.endLine) return null;
    const inserted = isNotebook ? JSON.stringify(text).slice(1, -1) : text;
    return { deletedRegion: regionOf(place), insertedContent: { text: inserted } };
  });
  if (replacements.includes(null)) return [];
  return [
    {
      description: { text: title },
      artifactChanges: [{ artifactLocation: artifactOf(call.file), replacements }],
    },
  ];
}

function artifactOf(file: string): object {
  return { uri: file.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

function regionOf({ line, column, endLine, endColumn }: FilePlace): object {
  return { startLine: line, startColumn: column, endLine, endColumn };
}
