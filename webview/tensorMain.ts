import { openComparePage } from './compare/comparePage.tsx';
import { startPage } from './app/startPage.ts';
import { openFilePage } from './tensors/filePage.tsx';

// The bundle of the pages that show tensors without a call: they start sooner without the debugger.
void startPage({ file: openFilePage, compare: openComparePage });
