import type { PlanProblem } from '../../sync/plan/plan'

/** A problem of a plan as data; its place in the file is drawn elsewhere. */
export function plainProblem({ code, severity, message, help, kind, id }: PlanProblem) {
  return { code, severity, message, ...(help && { help }), kind, id }
}
