import { workflowCommand } from '../../scenario/text/workflowCommand.ts';
import type { Review } from './review.ts';
import { alertRules, reviewAlerts } from './reviewAlerts.ts';

/** Returns a workflow command for each alert of a review, which GitHub Actions shows as an annotation at the call. */
export function reviewAnnotations(review: Review): readonly string[] {
  return reviewAlerts(review).map(({ rule, message, file, place, path }) => {
    const { level, title } = alertRules.find(({ id }) => id === rule) ?? alertRules[0];
    const { line, column, endLine, endColumn } = place;
    // GitHub Actions ignores columns of a range of several lines.
    const columns = line === endLine ? { col: column, endColumn: Math.max(column, endColumn - 1) } : {};
    const at = { file, line, endLine, ...columns };
    const subject = path === '' ? title : `${title}: ${path}`;
    return workflowCommand(level === 'note' ? 'notice' : level, at, subject, message);
  });
}
