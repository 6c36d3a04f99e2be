import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { formulationIds } from '../../src/engine/provenance/formulation.ts';
import { stageStyles } from '../../webview/viewer/stageStyles.ts';
import { rooms } from './floors.ts';
import { root, sourceFiles } from './imports.ts';

/** The files that may contain a table of all stages. */
const stageTables = [
  'src/engine/provenance/stage.ts',
  'src/scenario/report/digestsOf.ts',
  'src/scenario/report/tileDigest.ts',
  'webview/viewer/stageStyles.ts',
];

const formulations: ReadonlySet<string> = new Set(formulationIds);
const stages: ReadonlySet<string> = new Set(Object.keys(stageStyles));
/** Stage ids that are also names of tensors, roles or parts of a slice. Alone, such a word may not be a stage id. */
const ambiguous: ReadonlySet<string> = new Set(['input', 'weight', 'output', 'product', 'columns', 'tile']);

const certain: ReadonlySet<string> = new Set([...stages].filter((id) => !ambiguous.has(id)));

const equality: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** The project's source files, except those in the folders of the formulations, which may compare ids. */
const files = Object.keys(rooms)
  .flatMap(sourceFiles)
  .filter((file) => !/^src\/engine\/formulations\/\w+\//.test(file));

const parse = (file: string, text: string): ts.SourceFile =>
  ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    file.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );

/** Returns the places in a source at which `isWrong` returns true, as "file:line: text". */
function placesIn(source: ts.SourceFile, isWrong: (node: ts.Node) => boolean): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isWrong(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${source.fileName}:${String(line + 1)}: ${source.text.split('\n')[line]?.trim() ?? ''}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const names = (node: ts.Node, ids: ReadonlySet<string>): boolean => ts.isStringLiteral(node) && ids.has(node.text);

/** Returns true if a node compares a value with one of these ids, or is a switch case with one. */
function asksFor(node: ts.Node, ids: ReadonlySet<string>): boolean {
  if (ts.isCaseClause(node)) return names(node.expression, ids);
  if (!ts.isBinaryExpression(node) || !equality.has(node.operatorToken.kind)) return false;
  return names(node.left, ids) || names(node.right, ids);
}

function asksForFormulation(node: ts.Node): boolean {
  return asksFor(node, formulations);
}

/** Returns true if a node lists stages, selects stages by id, or takes an id apart. */
function listsStages(node: ts.Node): boolean {
  if (ts.isArrayLiteralExpression(node)) {
    return node.elements.some((one) => names(one, certain));
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    const [part] = node.arguments;
    const takesApart = ['startsWith', 'includes', 'endsWith'].includes(node.expression.name.text);
    const isPart = part !== undefined && ts.isStringLiteral(part) && [...stages].some((id) => id.includes(part.text));
    return takesApart && isPart && isId(node.expression.expression);
  }
  return asksFor(node, certain);
}

/** Returns true if an expression is a variable or a property with the name `id`. */
function isId(node: ts.Node): boolean {
  return (ts.isPropertyAccessExpression(node) ? node.name : node).getText() === 'id';
}

describe('the tables of the house', function () {
  this.timeout(120_000);

  let sources: readonly ts.SourceFile[] = [];
  before(() => {
    sources = files.map((file) => parse(file, readFileSync(join(root, file), 'utf8')));
  });

  it('hold what depends on a formulation: no other source asks for its id', () => {
    assert.deepEqual(
      sources.flatMap((source) => placesIn(source, asksForFormulation)),
      [],
    );
  });

  it('hold what depends on a stage: no other source lists stages or takes their ids apart', () => {
    const others = sources.filter(({ fileName }) => !stageTables.includes(fileName));
    assert.deepEqual(
      others.flatMap((source) => placesIn(source, listsStages)),
      [],
    );
  });

  it('are enforced: a comparison, a case and a list are found with their places', () => {
    const asked = "const tiled = id === 'winograd';\nswitch (id) {\n  case 'naive':\n}\n";
    assert.deepEqual(placesIn(parse('a.ts', asked), asksForFormulation), [
      "a.ts:1: const tiled = id === 'winograd';",
      "a.ts:3: case 'naive':",
    ]);
    const listed = "const small = ['weight', 'rotated'];\nconst ofPhase = stage.id.startsWith('phase-');\n";
    assert.deepEqual(placesIn(parse('b.ts', listed), listsStages), [
      "b.ts:1: const small = ['weight', 'rotated'];",
      "b.ts:2: const ofPhase = stage.id.startsWith('phase-');",
    ]);
    assert.deepEqual(placesIn(parse('c.ts', "const tensors = ['input', 'weight'] as const;\n"), listsStages), []);
  });
});
