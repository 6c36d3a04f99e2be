/** What a bundle of its own has: everything that computes calls in the extension host, loaded when it is needed. */
export { checkOutput } from '../scenario/report/checkedOutput.ts';
export { tools } from '../tools/tools.ts';
export { linkQueryOf, scenarioOfLink } from '../report/link/scenarioLink.ts';
export { answerParts } from '../scenario/report/diagnosisMarkdown.ts';
export { headlessGradient } from './api/headlessGradient.ts';
export { headlessRun } from './api/headlessRun.ts';
export { checkDocument } from './document/checkDocument.ts';
export { exportReport } from './report/exportReport.ts';
