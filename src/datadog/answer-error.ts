import { WorldError } from '../diagnostic/world-error'
import type { RemoteProblem } from '../sync/remote'
import { problemsInBody } from './error-bodies'
import type { Route } from './routes'
import type { Answer } from './transport'

/** Turns an answer that is not a success into the error that tells what happened and what to do. */
export function errorForAnswer(tenant: string, route: Route, answer: Answer): WorldError {
  const problems = problemsInBody(answer.text)
  const failed = `could not ${route.does} in tenant "${tenant}"`
  const told = problems.length > 0 ? `: ${answer.hide(problems.map(sentenceOf).join('; '))}` : ''
  const { status } = answer
  if (status === 401) {
    return new WorldError('unauthorized', `${failed}: the keys were not accepted (401)${told}`, keysHelp)
  }
  if (status === 403) {
    return new WorldError(
      'forbidden',
      `${failed}: not allowed (403)${told}`,
      `${route.permission ? `The application key needs the permission ${route.permission}. ` : ''}${keysHelp}`,
    )
  }
  if (status === 404) {
    return new WorldError(
      'missing',
      `${failed}: not found (404)${told}`,
      'Run the plan again; it may have been deleted.',
    )
  }
  if (status === 409 || (status === 400 && problems.some(isAboutVersion))) {
    return new WorldError(
      'conflict',
      `${failed}: somebody else changed it (${status})${told}`,
      'Make a new plan and look at what changed in the tenant.',
    )
  }
  if (status === 429) {
    return new WorldError(
      'rate-limited',
      `${failed}: too many requests (429)${told}`,
      'Wait a minute and run it again.',
    )
  }
  if (status >= 500) {
    return new WorldError(
      'server-error',
      `${failed}: the server failed (${status})${told || excerpt(answer)}`,
      "This is on the tenant's side: try again later; https://status.datadoghq.com tells of known trouble.",
    )
  }
  if (status >= 300 && status < 400) {
    return new WorldError(
      'bad-answer',
      `${failed}: it answered with a redirect (${status}), which is not followed because keys go to the named host alone`,
      'Check the site of the tenant.',
    )
  }
  if (status >= 400) {
    return new WorldError(
      'rejected',
      `${failed}: refused (${status})${told || excerpt(answer)}`,
      'Correct in the file what it names; `ddac validate --remote` asks again without writing.',
    )
  }
  return badAnswer(tenant, route, answer)
}

/** A success whose data holds one of the keys: it can be neither printed nor written into a file. */
export function keyInAnswer(tenant: string, route: Route): WorldError {
  return new WorldError(
    'bad-answer',
    `could not ${route.does} in tenant "${tenant}": the answer holds one of the keys themselves`,
    'Somebody wrote the key into a rule or a suppression, or a proxy repeats it. Remove it there and replace the key: whoever can read the answer has it.',
  )
}

/** A listing that is not the whole: nothing may be concluded from what it lacks. */
export function incomplete(tenant: string, route: Route, what: string): WorldError {
  return new WorldError(
    'bad-answer',
    `could not ${route.does} in tenant "${tenant}": the listing is not complete (${what})`,
    'Run it again. If it stays so, a proxy may cut answers, or Datadog has trouble: https://status.datadoghq.com.',
  )
}

/** An answer that is no JSON, or not of the shape that the call promises. */
export function badAnswer(tenant: string, route: Route, answer: Answer): WorldError {
  return new WorldError(
    'bad-answer',
    `could not ${route.does} in tenant "${tenant}": the answer (${answer.status}) is not what the API promises${excerpt(answer)}`,
    'A proxy or a wrong address may have answered in place of Datadog.',
  )
}

const keysHelp =
  'Check that the keys are of this organisation and that the site is right: keys of one site are unknown to another.'

function sentenceOf(problem: RemoteProblem): string {
  return problem.target ? `${problem.target}: ${problem.message}` : problem.message
}

/** The client declares no 409 for a rule update, so a 400 that speaks of the version is taken for a conflict too. */
function isAboutVersion(problem: RemoteProblem): boolean {
  return problem.target === 'version' || /\bversion\b.*\b(conflict|stale|mismatch|outdated)/i.test(problem.message)
}

/** The start of a body on one line, without keys. */
function excerpt(answer: Answer): string {
  const line = answer
    .hide(answer.text.slice(0, 4000))
    .slice(0, 400)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  if (line === '') return ' (an empty body)'
  return `: ${line.length > 120 ? `${line.slice(0, 120)}…` : line}`
}
