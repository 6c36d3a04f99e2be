import assert from 'node:assert/strict';
import { PythonSource } from '../../src/python/syntax/pythonSource.ts';

/** Returns how many statements a name is looked up in. */
function bindings(text: string, name: string): number {
  return PythonSource.of(text).binding(name).length;
}

describe('a name of a module', () => {
  const head = 'import torch\nimport torch.nn as nn\n';

  it('is bound by its import alone, whatever is done with the module afterwards', () => {
    const uses = [
      'torch.manual_seed(0)',
      'if ready:\n    nn.Sequential(make(8), make(4, scale=4))(x)',
      'if ready:\n    torch.backends.cudnn.benchmark = True',
      'for i in range(3):\n    nn.init.zeros_(weights[i])',
    ];
    for (const use of uses) {
      assert.equal(bindings(`${head}${use}\n`, 'torch'), 1, use);
      assert.equal(bindings(`${head}${use}\n`, 'nn'), 1, use);
    }
  });

  it('is bound by an import in a block alone, too', () => {
    const tried =
      'try:\n    import torch.nn as nn\nexcept ImportError:\n    nn = None\nif ready:\n    nn.Sequential(up)\n';
    assert.equal(bindings(tried, 'nn'), 1);
  });

  it('is bound by each statement that assigns it, and changed by calls of its methods', () => {
    const text = 'layers = []\nif deep:\n    layers.append(up)\nfor each in rates: layers += [each]\n';
    assert.equal(bindings(text, 'layers'), 3);
    assert.equal(bindings('if deep:\n    a, (b, c) = 1, (2, 3)\n', 'c'), 1);
    assert.equal(bindings('if deep:\n    größe: int = 3\n', 'größe'), 1);
    assert.equal(bindings(`${head}if mock:\n    nn = fake(torch)\n`, 'nn'), 2);
  });

  it('is no argument of a call', () => {
    assert.equal(bindings('if deep:\n    build(make(8), make(4, scale=4))\n', 'make'), 0);
  });

  it('is what an import statement of any form binds', () => {
    const cases: readonly (readonly [string, readonly string[]])[] = [
      ['import a.b, c as d  # note', ['a', 'd']],
      ['from . import (\n    e,  # first\n    f as g,\n)', ['e', 'g']],
      ['from h import i; import j', ['i', 'j']],
      ['from k import l, \\\n    m as n', ['l', 'n']],
    ];
    for (const [text, names] of cases)
      for (const name of names) assert.equal(bindings(`${text}\n`, name), 1, `${name} in ${text}`);
  });
});
