import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { Run } from './run-in-process'
import { runShellLine } from './run-shell-line'

interface Job {
  readonly extends?: string | readonly string[]
  readonly script?: readonly string[]
  readonly before_script?: readonly string[]
  readonly rules?: readonly { readonly if: string; readonly when?: string }[]
  readonly environment?: { readonly name: string; readonly action?: string }
  readonly variables?: Readonly<Record<string, string>>
  readonly parallel?: { readonly matrix: readonly { readonly DDAC_TENANT: readonly string[] }[] }
  readonly resource_group?: string
  readonly interruptible?: boolean
  readonly artifacts?: object
}

const template: Readonly<Record<string, Job>> & { readonly variables: Readonly<Record<string, unknown>> } = parse(
  readFileSync(join(__dirname, '../../src/workspace/starting/detections.gitlab-ci.yml'), 'utf8'),
)
/** The jobs of the template, in its order. */
export const gitlabJobs = Object.keys(template).filter((name) => name.startsWith('detections:'))

/** A job with what it extends. */
export function jobOf(name: string): Job {
  const own = template[name] ?? {}
  const bases = [own.extends ?? []].flat().map(jobOf)
  return { ...Object.assign({}, ...bases), ...own }
}

export type Variables = Readonly<Record<string, string>>

/** The rule by which a job is part of a pipeline; its words are those of JavaScript, but for the variables; GitLab has no negation. */
export function ruleOf(name: string, variables: Variables): { readonly when?: string } | undefined {
  return jobOf(name).rules?.find(({ if: condition }) => {
    expect(condition).not.toMatch(/!(?!=)/)
    const written = condition.replace(/\$(\w+)/g, (_, word) => `(known[${JSON.stringify(word)}] ?? null)`)
    return Boolean(new Function('known', `return (${written})`)(variables))
  })
}

/**
 * Runs a job as GitLab does: its script up to the first line that fails. Variables of a job go before those of the template, and
 * those of the pipeline before both.
 */
export async function actGitlabJob(name: string, variables: Variables, cwd: string): Promise<Run> {
  const job = jobOf(name)
  const tenant = job.parallel?.matrix[0]?.DDAC_TENANT[0]
  const usual = Object.entries(template.variables).filter((one): one is [string, string] => typeof one[1] === 'string')
  const env = {
    ...Object.fromEntries(usual),
    CI_COMMIT_SHA: 'abc1234',
    ...(tenant !== undefined && { DDAC_TENANT: tenant }),
    ...job.variables,
    ...variables,
  }
  let run: Run = { code: 0, stdout: '', stderr: '' }
  for (const line of job.script ?? []) {
    const one = await runShellLine(line, { cwd, env })
    run = { code: one.code, stdout: run.stdout + one.stdout, stderr: run.stderr + one.stderr }
    if (one.code !== 0) break
  }
  return run
}
