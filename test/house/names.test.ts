import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { rooms } from './floors.ts';
import { root, sourceFiles } from './imports.ts';

/** Returns the names that a file exports and declares itself. A const and a type of the same name count once. */
function exportedNames(file: string): readonly string[] {
  const source = ts.createSourceFile(file, readFileSync(join(root, file), 'utf8'), ts.ScriptTarget.Latest);
  const names = new Set<string>();
  for (const statement of source.statements) {
    const isExported =
      ts.canHaveModifiers(statement) &&
      ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword) === true;
    if (!isExported) continue;
    if (ts.isVariableStatement(statement)) {
      for (const { name } of statement.declarationList.declarations) if (ts.isIdentifier(name)) names.add(name.text);
    } else if (
      (ts.isFunctionDeclaration(statement) ||
        ts.isClassDeclaration(statement) ||
        ts.isInterfaceDeclaration(statement) ||
        ts.isTypeAliasDeclaration(statement)) &&
      statement.name !== undefined
    ) {
      names.add(statement.name.text);
    }
  }
  return [...names];
}

describe('exported names', function () {
  this.timeout(120_000);

  it('are equal nowhere, and nowhere differ only by a capital', () => {
    const places = new Map<string, string[]>();
    const files = Object.keys(rooms)
      .flatMap(sourceFiles)
      .filter((file) => !file.includes('/kernels/assembly/'));
    for (const file of files) {
      for (const name of exportedNames(file)) {
        const key = name.toLowerCase();
        places.set(key, [...(places.get(key) ?? []), `${name} (${file})`]);
      }
    }
    assert.ok(places.size > 1000, 'the sources were read');
    assert.deepEqual(
      [...places.values()].filter((found) => found.length > 1),
      [],
    );
  });
});
