import { deflateSync, Inflate } from 'fflate/browser';
import { ok, refuse, type Result } from '../../engine/core/refusal.ts';
import { nameOfPath, tensorPathOf, tensorPathText } from '../../formats/common/tensorPath.ts';
import { filePathsOf } from '../../scenario/document/filesByPath.ts';
import { parseScenario } from '../../scenario/document/parseScenario.ts';
import type { Scenario } from '../../scenario/document/scenario.ts';
import { serializeScenario } from '../../scenario/document/serializeScenario.ts';
import { withFiles, withoutSchema } from '../../scenario/document/withFiles.ts';
import { formatInteger } from '../../scenario/text/format.ts';
import { base64UrlOf, bytesOfBase64Url } from '../bytes/base64.ts';

/** The format of a link. A program refuses a link of a format that it does not know. */
const linkVersion = '1';

/** The most characters of a link's query: chats, browsers and operating systems carry an address of this length. */
const mostCharacters = 8000;

/** The most characters of the scenario's text. A link that inflates to more is not one of ours. */
const mostText = 2 ** 20;

/** Bytes that are inflated at once: at most about a thousand times as many come out. */
const piece = 256;

const noLink = 'This link does not hold a scenario: it was cut off or changed on its way. Ask for it again.';

/**
 * Returns the query of a link that holds a scenario: its text, deflated, in base64. Tensor files are named without their
 * folders; their numbers are not in the link. Refuses a scenario whose values make the link too long.
 */
export function linkQueryOf(scenario: Scenario): Result<string> {
  // Without the line breaks and indents, which stand only between values.
  const text = serializeScenario(withoutFolders(scenario)).replace(/\n */g, '');
  const packed = base64UrlOf(deflateSync(new TextEncoder().encode(text), { level: 9 }));
  const query = `v=${linkVersion}&s=${packed}`;
  if (query.length <= mostCharacters && text.length <= mostText) return ok(query);
  const counts = `${formatInteger(query.length)} characters; at most ${formatInteger(mostCharacters)} can be sent`;
  return refuse(
    'scenario',
    `The values of this call make the link too long (${counts}). Use fills in place of values, or send the scenario file or a report.`,
  );
}

/**
 * Reads the scenario of a link's query. Refuses, in one sentence, a link that is malformed, too long, of an unknown
 * version, or that names a file outside the folder it is opened in.
 */
export function scenarioOfLink(query: string): Result<Scenario> {
  if (query.length > mostCharacters) {
    return refuse(
      'scenario',
      `This link has ${formatInteger(query.length)} characters, more than a link of this extension has.`,
    );
  }
  const fields = new Map(
    query.split('&').map((field) => [field.slice(0, field.indexOf('=')), field.slice(field.indexOf('=') + 1)]),
  );
  const version = fields.get('v');
  if (version !== linkVersion) {
    return version !== undefined && /^\d{1,4}$/.test(version)
      ? refuse(
          'scenario',
          `This link has the format ${version}, which this version of the extension does not know. Update the extension.`,
        )
      : refuse('scenario', noLink);
  }
  const bytes = bytesOfBase64Url(fields.get('s') ?? '');
  if (bytes === null || bytes.length === 0) return refuse('scenario', noLink);
  const text = inflatedText(bytes);
  if (!text.ok) return text;
  const scenario = parseScenario(text.value);
  return scenario.ok
    ? checkPaths(scenario.value)
    : refuse('scenario', `This link does not hold a valid scenario: ${scenario.refusal.message}`);
}

function inflatedText(bytes: Uint8Array): Result<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const inflate = new Inflate((part) => {
      parts.push(part);
      length += part.length;
    });
    for (let from = 0; from < bytes.length; from += piece) {
      inflate.push(bytes.subarray(from, from + piece), from + piece >= bytes.length);
      if (length > mostText)
        return refuse('scenario', 'This link holds more than a scenario may have. It was not opened.');
    }
    const all = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      all.set(part, at);
      at += part.length;
    }
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(all));
  } catch {
    return refuse('scenario', noLink);
  }
}

/**
 * Refuses absolute paths and paths that leave their folder. The address of another machine's share would be one, and
 * opening such a file would tell that machine who asks.
 */
function checkPaths(scenario: Scenario): Result<Scenario> {
  const outside = filePathsOf(scenario).find((path) => !isInside(tensorPathOf(path).file));
  return outside === undefined
    ? ok(scenario)
    : refuse(
        'file',
        `This link names ${JSON.stringify(outside)}, which is outside the folder it is opened in. It was not opened.`,
      );
}

function isInside(path: string): boolean {
  return path !== '' && !/^([\\/]|[a-z][a-z\d+.-]*:)/i.test(path) && !path.split(/[\\/]/).includes('..');
}

/** Returns a scenario without the address of its schema and without folders that are outside its own. */
function withoutFolders(scenario: Scenario): Scenario {
  return withFiles(withoutSchema(scenario), (path) => {
    const { file, key } = tensorPathOf(path);
    return tensorPathText({ file: isInside(file) ? file : nameOfPath(file), key });
  });
}
