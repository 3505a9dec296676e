/** A page that `ddac help TOPIC` prints. Each lies in the room that it is about, and in the package at the same place. */
export interface HelpTopic {
  readonly name: string
  readonly about: string
  /** Below the package. */
  readonly page: string
}

/** All of them, in the order in which somebody needs them. */
export const helpTopics: readonly HelpTopic[] = [
  topic('start', 'from npm to a reviewed pull request, and back', 'cli/help'),
  topic('workspace', 'the files of a team, ddac.yaml, several workspaces and tenants', 'workspace'),
  topic('tests', 'logs in, signals out: the whole format of *.test.yaml', 'testing'),
  topic('logs', 'what is read, raw logs of any source, and what is said of logs', 'archive'),
  topic('pipelines', 'what a tenant makes of a raw log', 'pipeline'),
  topic('suppressions', 'when a team looks away on purpose', 'suppression'),
  topic('overrides', "changes to Datadog's own default rules", 'override'),
  topic('tenants', 'where rules go, with which keys, and what the keys may do', 'datadog'),
  topic('planning', 'git and the tenant made equal: plan, apply, drift, import', 'sync'),
  topic('impact', 'what a change does to alerts, over files or the logs of the tenant', 'cli/impact'),
  topic('samples', 'from the tenant into tests, and how far verdicts can be trusted', 'sampling'),
  topic('ci', 'from a pull request to the tenant, on GitHub and GitLab', 'cli/help'),
  topic('terraform', 'coming from Terraform, and going back', 'sync'),
  topic('formats', 'what each command prints: JSON, JUnit, SARIF, Markdown and others', 'cli/help'),
  topic('platforms', 'Windows and macOS: what is tested, and what is only reasoned', 'cli/help'),
  topic('exit-codes', 'what programs read: exit codes and JSON', 'cli/help'),
  topic('semantics', 'how a rule is decided here, and how that is known', 'detect'),
]

function topic(name: string, about: string, folder: string): HelpTopic {
  return { name, about, page: `src/${folder}/${name}.help.md` }
}
