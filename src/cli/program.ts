import { Command, Help, InvalidArgumentError, Option } from 'commander'
import type { CliContext } from './context'
import { formatFrom, formatsOfCommands, isCommandName } from './formats/command-formats'
import type { GlobalOptions } from './global-options'

/** Runs one command: told what to load, so that help and completion never load a command's code. */
export type Run = (command: (context: CliContext, globals: GlobalOptions) => Promise<number>) => Promise<void>

const wholeNumber = (text: string): number => {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('It must be a whole number.')
  return Number(text)
}

const maxSize = [
  '--max-size <bytes>',
  'how long Markdown may get; 60000 if absent, 0 is no limit',
  wholeNumber,
] as const

const collect = (value: string, all: readonly string[] = []): readonly string[] => [...all, value]

const also = [
  '--also <format=file>',
  'write the same to a file in another format: junit=tests.xml (may be repeated)',
  collect,
] as const

/** The command line as commander sees it. Each action only names the file that does the work. */
export function makeProgram(version: string, run: Run): Command {
  const program = new Command('ddac')
    .description('Detections as code for Datadog Cloud SIEM: test whole rules offline, plan them, apply them from git.')
    .version(`ddac ${version}, detections as code for Datadog Cloud SIEM`, '--version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .option('--workspace <dir>', 'the folder with ddac.yaml (default: found upwards from here, else ./rules)')
    .option('--tenant <name>', 'a tenant of ddac.yaml, several, or all (default: its defaultTenant)', collect)
    .option('--config-from <dir>', 'reach tenants as the ddac.yaml of this folder says: the workspace is not trusted')
    .option('--format <format>', 'how results are printed: ddac help formats')
    .option('-q, --quiet', 'print results only: no progress, no hints')
    .option('--no-color', 'no colours (also: NO_COLOR=1)')
    .helpCommand(false)
    .configureHelp({ showGlobalOptions: true, visibleGlobalOptions: withOwnFormats })
    .hook('preAction', (_, command) => {
      const name = wordsOf(command)
      // Before anything of the command is loaded, or written.
      if (isCommandName(name)) formatFrom({ format: program.opts()['format'] }, name)
    })
    .showHelpAfterError('(ddac --help shows the commands; ddac COMMAND --help shows one with examples)')
    .addHelpText('after', examples(['ddac test', 'ddac eval logs/ --rule my-rule', 'ddac plan --tenant prod']))

  program
    .command('init')
    .description('start a workspace: tenants, a rule and a suppression with their tests')
    .argument('[folder]', 'where (default: here)')
    .option('--yes', 'ask nothing')
    .option('--site <site>', 'the Datadog site of the tenant prod (default: asked, else datadoghq.com)')
    .option('--ci <place>', 'also a workflow: github or gitlab')
    .option('--pre-commit', 'also a hook that checks rules before each commit')
    .addHelpText('after', examples(['ddac init', 'ddac init detections --yes --ci github']))
    .action((folder: string | undefined, options) =>
      run(async (context, globals) => (await import('./commands/init')).init(context, globals, folder, options)),
    )

  program
    .command('validate')
    .description('check rules, suppressions and tests: every mistake is drawn in its file')
    .argument('[path...]', 'files or folders (default: the whole workspace)')
    .option('--remote', "also ask the tenant's own validation")
    .option('--errors-only', 'show errors alone; the rest is counted')
    .option('--fix', 'first mend what needs no thought: keys that Datadog alone sets, ids that ATT&CK gave up')
    .option('--base <ref>', 'policy.tests binds each rule that this commit has not, or not so')
    .option(...also)
    .option(...maxSize)
    .addHelpText('after', examples(['ddac validate', 'ddac validate rules/aws --format github']))
    .action((paths: string[], options) =>
      run(async (context, globals) => (await import('./commands/validate')).validate(context, globals, paths, options)),
    )

  program
    .command('test')
    .description('run the declared tests of rules and suppressions on their sample logs')
    .argument('[path...]', 'files or folders (default: the whole workspace)')
    .option('--min <fire+silent>', 'demand that many firing and silent tests of every rule, such as 1+1')
    .option('--base <ref>', 'policy.tests, --min and --mutate: only what this commit has not, or not so')
    .option('-k, --name <text>', 'only tests that have this in their name')
    .option('--watch', 'run again after each change, and show what came out otherwise')
    .option('--mutate', 'change each rule on purpose and see whether its tests notice')
    .option('--min-score <percent>', 'with --mutate: how many of the changes must be noticed (default: all)')
    .option('--short', 'with --mutate: a line for each rule that is not right')
    .option('--show-values', 'in Markdown: also what was expected and what came')
    .option(...also)
    .option(...maxSize)
    .addHelpText(
      'after',
      examples(['ddac test', 'ddac test rules/aws/ses --min 1+1', 'ddac test --mutate', 'ddac test --format junit']),
    )
    .action((paths: string[], options) =>
      run(async (context, globals) => (await import('./commands/test')).test(context, globals, paths, options)),
    )

  saidOfLogs(
    program
      .command('eval')
      .description('run rules over logs and print the signals they raise')
      .argument('[logs...]', 'files, folders or globs of logs, plain or gzipped; - reads standard input')
      .option('--tenant-logs', "the tenant's own logs: its index selects them by the rules' queries")
      .option('--last <span>', 'only logs of the time up to now, such as 7d')
      .option('--max-logs <n>', 'with --tenant-logs: fetch no more than that many (default: 100000)', wholeNumber)
      .option('--rule <id>', 'only this rule (may be repeated)', collect)
      .option('--from <time>', 'only logs from this time on')
      .option('--to <time>', 'only logs up to this time; rules that wait for silence wait until then'),
  )
    .option('--strict', 'stop at the first log that cannot be read')
    .option('--workers <n>', 'how many threads read files (default: above 20 MB of gzip one a core)', wholeNumber)
    .addHelpText(
      'after',
      examples([
        'ddac eval cloudtrail/ --last 7d',
        'cat logs.ndjson | ddac eval - --format ndjson',
        'ddac eval --tenant-logs --last 7d --tenant prod',
      ]),
    )
    .action((logs: string[], options) =>
      run(async (context, globals) =>
        (await import('./eval-ahead')).evalAhead(context, logs, options, async (ahead) =>
          (await import('./commands/eval')).evalLogs(context, globals, logs, options, ahead),
        ),
      ),
    )

  program
    .command('coverage')
    .description(
      'say which tactics and techniques of ATT&CK the rules cover, with how many tests, and on what that rests',
    )
    .option('--navigator', 'print a layer for the ATT&CK Navigator')
    .option(...maxSize)
    .addHelpText(
      'after',
      examples(['ddac coverage', 'ddac coverage --format markdown', 'ddac coverage --navigator > layer.json']),
    )
    .action((options) =>
      run(async (context, globals) => (await import('./commands/coverage')).coverage(context, globals, options)),
    )

  saidOfLogs(
    program
      .command('impact')
      .description('say what the working tree does to the signals that logs raise, beside a commit')
      .argument('[logs...]', 'files, folders or globs of logs, plain or gzipped; - reads standard input')
      .requiredOption('--base <ref>', 'the commit that it is laid beside: a branch, a tag, a hash')
      .option('--tenant-logs', "the tenant's own logs: its index selects them by the queries of what changed")
      .option('--last <span>', 'only logs of the time up to now, such as 7d')
      .option('--max-logs <n>', 'with --tenant-logs: fetch no more than that many (default: 100000)', wholeNumber)
      .option('--from <time>', 'only logs from this time on')
      .option('--to <time>', 'only logs up to this time; rules that wait for silence wait until then')
      .option('--fail-on <what>', "exit with 1 for new, gone, any, or 'new > 50/day' (may be repeated)", collect)
      .option('--show-values', 'in Markdown: also who, and an example of each kind')
      .option(...maxSize),
  )
    .option('--strict', 'stop at the first log that cannot be read')
    .option('--workers <n>', 'how many threads read files (default: above 20 MB of gzip one a core)', wholeNumber)
    .addHelpText(
      'after',
      examples([
        'ddac impact --base main logs/',
        "ddac impact --base origin/main --tenant-logs --last 7d --tenant prod --fail-on 'new > 50/day'",
        'ddac impact --base HEAD~1 logs/ --format markdown',
      ]),
    )
    .action((logs: string[], options) =>
      run(async (context, globals) => (await import('./commands/impact')).impact(context, globals, logs, options)),
    )

  saidOfLogs(
    program
      .command('backtest')
      .description("run a rule over past logs in the tenant's own engine, as a historical job")
      .argument('<rule>', 'its id; git has the content')
      .option('--last <span>', 'how far back, such as 7d')
      .option('--from <time>', 'only logs from this time on')
      .option('--to <time>', 'only logs up to this time (default: now)')
      .option('--index <name>', 'the index of the tenant (default: main)')
      .option(
        '--logs <logs...>',
        'the same logs as files, folders, globs or -: what ddac makes of them is laid beside',
      ),
  )
    .addOption(
      new Option('--fail-on <what>', 'with --logs: exit with 1 where signals differ').choices(['disagreement']),
    )
    .addHelpText(
      'after',
      examples([
        'ddac backtest my-rule --last 7d --tenant prod',
        'ddac backtest my-rule --from 2026-11-20T00:00:00Z --to 2026-11-21T00:00:00Z --logs archive/dt=20261120',
      ]),
    )
    .action((rule: string, options) =>
      run(async (context, globals) => (await import('./commands/backtest')).backtest(context, globals, rule, options)),
    )

  program
    .command('sample')
    .description("bring logs of the tenant into a sample file with a test, anonymised: a signal's, or a query's")
    .argument('[what]', 'the id of a signal, or a query of the log search')
    .option('--each-rule', 'for every rule a firing test from its latest signal, and a silent one')
    .option('--last <span>', 'how far back, such as 7d')
    .option('--from <time>', 'only logs from this time on')
    .option('--to <time>', 'only logs up to this time')
    .option('--rule <id>', 'with a query: the rule that is tested (default: those that raise a signal)')
    .option('--raw', 'keep the logs as they are')
    .option('--max-logs <n>', 'fetch no more than that many (default: 100000)', wholeNumber)
    .addOption(
      new Option('--fail-on <what>', 'exit with 1 where a sample could not be made').choices([
        'refusal',
        'disagreement',
      ]),
    )
    .addHelpText(
      'after',
      examples([
        'ddac sample AwAAAZ0AbCdEfGhIjKlMn --tenant prod',
        "ddac sample 'source:okta @evt.name:user.session.start' --last 7d --rule okta-login",
        'ddac sample --each-rule --last 30d --tenant prod',
      ]),
    )
    .action((what: string | undefined, options) =>
      run(async (context, globals) => (await import('./commands/sample')).sample(context, globals, what, options)),
    )

  program
    .command('calibrate')
    .description('lay the signals that the tenant raised beside those that ddac raises on its logs')
    .option('--last <span>', 'how far back, such as 7d')
    .option('--from <time>', 'only signals from this time on')
    .option('--to <time>', 'only signals up to this time')
    .option('--max-logs <n>', 'fetch no more than that many (default: 100000)', wholeNumber)
    .addOption(
      new Option('--fail-on <what>', 'exit with 1 where signals do not agree, or where nothing explains it').choices([
        'disagreement',
        'unexplained',
      ]),
    )
    .option(...maxSize)
    .addHelpText(
      'after',
      examples(['ddac calibrate --last 7d --tenant prod', 'ddac calibrate --last 7d --format markdown']),
    )
    .action((options) =>
      run(async (context, globals) => (await import('./commands/calibrate')).calibrate(context, globals, options)),
    )

  saidOfLogs(
    program
      .command('explain')
      .description('say what a rule made of logs and why not more, or what a code means')
      .argument('[subject]', 'a rule; or a code or check, to read its page of help')
      .argument('[logs...]', 'files, folders or globs of logs; - reads standard input')
      .option('--last <span>', 'only logs of the time up to now, such as 7d')
      .option('--from <time>', 'only logs from this time on')
      .option('--to <time>', 'only logs up to this time; a rule that waits for silence waits until then'),
  )
    .option('--checks', 'list the checks of validate: code, name, level and what each tells')
    .option('--codes', 'list every code that a message can have')
    .option('--semantics', 'list how each behaviour of the evaluator is known, and what is assumed')
    .addHelpText('after', examples(['ddac explain my-rule logs/', 'ddac explain R204', 'ddac explain --checks']))
    .action((subject: string | undefined, logs: string[], options) =>
      run(async (context, globals) =>
        (await import('./commands/explain')).explain(
          context,
          globals,
          [...(subject ? [subject] : []), ...logs],
          options,
        ),
      ),
    )

  program
    .command('plan')
    .description('show what apply would change in the tenant')
    .option('--out <file>', 'save the plan for apply')
    .option('--prune', 'plan the deletion of rules and suppressions that git no longer has')
    .option('--take-unowned', 'with --prune: also of those that no workspace has put its name on')
    .option('--adopt [ids...]', 'take over what nobody manages under the name of a file: all of it, or these ids')
    .option('--create-beside [ids...]', 'make what has a namesake in the tenant beside it: all of it, or these ids')
    .option('--target <id>', 'only this rule or suppression (may be repeated)', collect)
    .option('--max-deletes <n>', 'allow that many deletions', wholeNumber)
    .option('--overwrite-drift', "take git's side where people changed something in the tenant")
    .option('--all-or-nothing', 'write nothing where anything is withheld')
    .option(...maxSize)
    .option('--whole <file>', 'write all of the Markdown into a file, also what is left out of the printed one')
    .option('--detailed-exitcode', 'exit 0 for no changes, 1 for an error, 2 for changes')
    .option('--no-remote-validate', "do not ask the tenant's own validation")
    .addHelpText(
      'after',
      examples(['ddac plan', 'ddac plan --tenant prod --out plan.json', 'ddac plan --format markdown']),
    )
    .action((options) =>
      run(async (context, globals) => (await import('./commands/plan')).plan(context, globals, options)),
    )

  program
    .command('review')
    .description('validate, test, impact and plan of a change, as one document for a comment and a summary')
    .argument('[logs...]', 'logs for the impact')
    .requiredOption('--out <folder>', 'where comment.md, whole.md and review.json go')
    .option('--base <ref>', 'the commit that the impact is laid beside')
    .option('--commit <sha>', 'the commit that the document names')
    .option(
      '--each <file>',
      'fetch and review each merge request that ddac gitlab waiting found, as data, from what is checked out',
    )
    .option('--tenant-logs', "impact on the tenant's own logs")
    .option('--last <span>', 'with --tenant-logs: how far back, such as 7d')
    .option('--show-values', 'also values of logs')
    .option('--without-tenant <why>', 'ask no tenant, and say why')
    .option('--among <tenants>', 'the tenants whose reviews share one comment: staging,prod')
    .option('--prune', 'plan the deletion of rules and suppressions that git no longer has')
    .option('--no-remote-validate', "do not ask the tenant's own validation")
    .addHelpText(
      'after',
      examples([
        'ddac review --out review --base main logs/',
        'ddac review --out review --base HEAD^1 --tenant-logs --last 7d --prune --tenant prod',
      ]),
    )
    .action((logs: string[], options) =>
      run(async (context, globals) => (await import('./commands/review')).review(context, globals, logs, options)),
    )

  const github = program
    .command('github')
    .description('tell on GitHub what a run came to')
    .addHelpText('after', examples(['ddac github review out --pull 12', 'ddac github drift night']))
  github
    .command('drift')
    .description(
      'keep one pull request with what ddac nightly wrote; or an issue, where there is only something to say',
    )
    .argument('<folder>', 'the --out of ddac nightly, or a folder with those of several runs')
    .option('--branch <name>', 'the branch of the pull request', 'ddac/drift')
    .option('--expect <tenants>', 'which tenants were to be asked: staging,prod')
    .option('--dry-run', 'print the files and the text, and ask GitHub nothing')
    .addHelpText('after', examples(['ddac github drift night', 'ddac github drift night --expect staging,prod']))
    .action((folder: string, options) =>
      run(async (...all) => (await import('./commands/github-drift')).githubDrift(...all, folder, options)),
    )
  github
    .command('suppression')
    .description('open a pull request with what ddac suppress draft wrote')
    .argument('<folder>', 'the --out of ddac suppress draft')
    .option('--dry-run', 'print the files and the text, and ask GitHub nothing')
    .addHelpText('after', examples(['ddac github suppression draft', 'ddac github suppression draft --dry-run']))
    .action((folder: string, options) =>
      run(async (...all) => (await import('./commands/github-suppression')).githubSuppression(...all, folder, options)),
    )
  github
    .command('review')
    .description('keep one comment below a pull request: what ddac review wrote, or that it is outdated')
    .argument('<folder>', 'the --out of ddac review, or a folder with those of several runs')
    .requiredOption('--pull <number>', 'the pull request', wholeNumber)
    .option('--commit <sha>', 'the commit that was looked at (default: that of the review)')
    .option('--expect <tenants>', 'which tenants were to be looked at: staging,prod')
    .option('--dry-run', 'print the comment, and ask GitHub nothing')
    .option('--key <text>', 'what tells this comment from others (default: workspace and tenants)')
    .addHelpText('after', examples(['ddac github review out --pull 12', 'ddac github review out --pull 12 --dry-run']))
    .action((folder: string, options) =>
      run(async (...all) => (await import('./commands/github-review')).githubReview(...all, folder, options)),
    )

  const gitlab = program
    .command('gitlab')
    .description('tell on GitLab what a run came to')
    .addHelpText('after', examples(['ddac gitlab review out --merge-request 12', 'ddac gitlab drift night']))
  gitlab
    .command('drift')
    .description(
      'keep one merge request with what ddac nightly wrote; or an issue, where there is only something to say',
    )
    .argument('<folder>', 'the --out of ddac nightly, or a folder with those of several runs')
    .option('--branch <name>', 'the branch of the merge request', 'ddac/drift')
    .option('--expect <tenants>', 'which tenants were to be asked: staging,prod')
    .option('--dry-run', 'print the files and the text, and ask GitLab nothing')
    .addHelpText('after', examples(['ddac gitlab drift night', 'ddac gitlab drift night --expect staging,prod']))
    .action((folder: string, options) =>
      run(async (...all) => (await import('./commands/github-drift')).gitlabDrift(...all, folder, options)),
    )
  gitlab
    .command('suppression')
    .description('open a merge request with what ddac suppress draft wrote')
    .argument('<folder>', 'the --out of ddac suppress draft')
    .option('--dry-run', 'print the files and the text, and ask GitLab nothing')
    .addHelpText('after', examples(['ddac gitlab suppression draft', 'ddac gitlab suppression draft --dry-run']))
    .action((folder: string, options) =>
      run(async (...all) => (await import('./commands/github-suppression')).gitlabSuppression(...all, folder, options)),
    )
  gitlab
    .command('review')
    .description('keep one note below a merge request: what ddac review wrote, or that it is outdated')
    .argument('<folder>', 'the --out of ddac review, or a folder with those of several runs')
    .option('--merge-request <number>', 'the merge request (default: each that waited)', wholeNumber)
    .option('--commit <sha>', 'the commit that was looked at (default: that of the review)')
    .option('--expect <tenants>', 'which tenants were to be looked at: staging,prod')
    .option('--dry-run', 'print the note, and ask GitLab nothing')
    .option('--key <text>', 'what tells this note from others (default: workspace and tenants)')
    .addHelpText(
      'after',
      examples(['ddac gitlab review out --merge-request 12', 'ddac gitlab review out --merge-request 12 --dry-run']),
    )
    .action((folder: string, { mergeRequest: pull, ...options }) =>
      run(async (...all) =>
        (await import('./commands/github-review')).gitlabReview(...all, folder, { ...options, pull }),
      ),
    )
  gitlab
    .command('waiting')
    .description('find the open merge requests whose last commit no review was told of')
    .requiredOption('--out <folder>', 'where waiting.json goes')
    .requiredOption('--key <text>', 'the --key of ddac gitlab review')
    .addHelpText('after', examples(['ddac gitlab waiting --out reviews --key "detections prod"']))
    .action((options) =>
      run(async (...all) => (await import('./commands/gitlab-waiting')).gitlabWaiting(...all, options)),
    )

  program
    .command('apply')
    .description('make the tenant equal to git')
    .argument('[plan]', 'a plan saved by plan --out; refused when the tenant has moved since')
    .option('--yes', 'do not ask')
    .option('--reviewed <plan...>', 'plan anew, and write only what stands in one of these saved plans just so')
    .option('--prune', 'delete rules and suppressions that git no longer has')
    .option('--take-unowned', 'with --prune: also those that no workspace has put its name on')
    .option('--adopt [ids...]', 'take over what nobody manages under the name of a file: all of it, or these ids')
    .option('--create-beside [ids...]', 'make what has a namesake in the tenant beside it: all of it, or these ids')
    .option('--target <id>', 'only this rule or suppression (may be repeated)', collect)
    .option('--max-deletes <n>', 'allow that many deletions', wholeNumber)
    .option('--overwrite-drift', "take git's side where people changed something in the tenant")
    .option(...maxSize)
    .option('--all-or-nothing', 'write nothing where anything is withheld')
    .option('--no-remote-validate', "do not ask the tenant's own validation")
    .addHelpText(
      'after',
      examples([
        'ddac apply --yes',
        'ddac apply plan.json --tenant prod --yes',
        'ddac apply --reviewed plan.json --yes',
      ]),
    )
    .action((file: string | undefined, options) =>
      run(async (context, globals) => (await import('./commands/apply')).apply(context, globals, file, options)),
    )

  program
    .command('drift')
    .description('show what was done in the tenant since the last apply, by whom')
    .option('--target <id>', 'only this rule or suppression (may be repeated)', collect)
    .option('--adopt', 'write what people changed in the tenant into the files; of several tenants, into its overlays')
    .option('--everywhere', "with --adopt: write it into the thing's own file, for all tenants")
    .option('--revert', "plan git's version for what has drifted")
    .option('--out <file>', 'save the plan of --revert for apply')
    .option('--lock', "take note of Datadog's default rules as they are now, in ddac.lock.yaml")
    .option(...maxSize)
    .addHelpText(
      'after',
      examples(['ddac drift --tenant prod', 'ddac drift --adopt', 'ddac drift --revert --out plan.json']),
    )
    .action((options) =>
      run(async (context, globals) => (await import('./commands/drift')).drift(context, globals, options)),
    )

  program
    .command('nightly')
    .description('write what was done in tenants by hand into the files, and say who did it and what ends soon')
    .requiredOption('--out <folder>', 'where nightly.json, nightly.md and whole.md go')
    .option('--from <folder>', 'what runs for other tenants wrote before: their files come first')
    .option('--within <days>', 'what was made, and what ends, within how many days (default: 14)', wholeNumber)
    .addHelpText(
      'after',
      examples(['ddac nightly --out night --tenant prod', 'ddac nightly --out night/prod --from night --tenant prod']),
    )
    .action((options) =>
      run(async (context, globals) => (await import('./commands/nightly')).nightly(context, globals, options)),
    )

  program
    .command('import')
    .description('bring rules and suppressions that live only in the tenant into files')
    .argument('[id...]', "the tenant's ids of rules and suppressions; of a state of Terraform, its addresses")
    .option('--all', 'everything that is not from Datadog or a partner')
    .option('--offline', 'with --from: take the content from a state of Terraform, and ask no tenant')
    .option('--from <file>', 'what a state of Terraform manages, or rules and suppressions that Datadog exported')
    .option('--query <query>', 'rules that match a query of the rule search')
    .option('--adopt', 'make it yours at once, without waiting for the next apply')
    .option('--yes', 'with --adopt: do not ask')
    .addHelpText(
      'after',
      examples([
        'ddac import abc-def-ghi',
        'ddac import abc-def-ghi --adopt --yes',
        "ddac import --query 'source:okta'",
        'ddac import --all',
        'ddac import --from state.json module.siem',
      ]),
    )
    .action((ids: string[], options) =>
      run(async (context, globals) => (await import('./commands/import')).importRemote(context, globals, ids, options)),
    )

  program
    .command('fmt')
    .description('take out of the files of rules what Datadog alone sets, as an export has it; comments stay')
    .argument('[path...]', 'files or folders (default: the whole workspace)')
    .option('--check', 'write nothing; exit 1 if something would change')
    .addHelpText('after', examples(['ddac fmt', 'ddac fmt rules/aws --check']))
    .action((paths: string[], options) =>
      run(async (context, globals) => (await import('./commands/fmt')).fmt(context, globals, paths, options)),
    )

  program
    .command('rename')
    .description('give a rule, suppression or override another id, in its file and in all that name it')
    .argument('<old>', 'its id')
    .argument('<new>', 'the id that it gets; tenants keep it and its history')
    .addOption(new Option('--kind <kind>', 'where two have that id').choices(['rule', 'suppression', 'override']))
    .addHelpText('after', examples(['ddac rename login-no-mfa console-login-without-mfa']))
    .action((from: string, to: string, options) =>
      run(async (context, globals) => (await import('./commands/rename')).rename(context, globals, from, to, options)),
    )

  program
    .command('export')
    .description('print what git manages in the tenant, without our tags: as JSON, or for Terraform')
    .argument('[id...]', 'ids of rules and suppressions (default: all)')
    .addHelpText('after', examples(['ddac export my-rule', 'ddac export --format terraform > siem.tf']))
    .action((ids: string[]) =>
      run(async (context, globals) => (await import('./commands/export')).exportThings(context, globals, ids)),
    )

  program
    .command('release')
    .description('take our tags off rules and suppressions of the tenant, which stay as they are')
    .argument('[id...]', 'ids of rules and suppressions')
    .option('--all', 'everything that git manages there')
    .option('--yes', 'do not ask')
    .addHelpText('after', examples(['ddac release my-rule', 'ddac release --all --tenant prod --yes']))
    .action((ids: string[], options) =>
      run(async (context, globals) => (await import('./commands/release')).release(context, globals, ids, options)),
    )

  addSuppress(program, run)

  program
    .command('doctor')
    .description('say where a tenant is, whose keys these are, what they may do and which commands that serves')
    .addHelpText(
      'after',
      examples(['ddac doctor', 'ddac doctor --tenant prod', 'ddac doctor --tenant all --format json']),
    )
    .action(() => run(async (context, globals) => (await import('./commands/doctor')).doctor(context, globals)))

  program
    .command('emulator')
    .description('serve a local Datadog for rehearsals: rules and suppressions, no keys')
    .option('--port <n>', 'the port (default: a free one)', wholeNumber)
    .option('--state <file>', "where its content is kept (default: the workspace's .ddac/<tenant>.json)")
    .option('--fault <list>', 'faults on purpose, such as 429@3,500@5,drop@7,slow=200ms')
    .addHelpText('after', examples(['ddac emulator --port 8080', 'ddac emulator --fault 429@3,500@5']))
    .action((options) =>
      run(async (context, globals) => (await import('./commands/emulator')).emulator(context, globals, options)),
    )

  program
    .command('schema')
    .description('print the JSON Schema of a file kind, for editors')
    .argument('<kind>', 'rule, suppression, override, test, pipeline, pipeline-test or workspace')
    .addHelpText('after', examples(['ddac schema rule > rules/.schema/rule.json']))
    .action((kind: string) => run(async (...all) => (await import('./commands/schema')).schema(...all, kind)))

  program
    .command('help')
    .description('print a page of the documentation, or the help of a command')
    .argument('[topic...]', 'a topic, or a command (default: the list of both)')
    .addHelpText('after', examples(['ddac help', 'ddac help tests', 'ddac help plan']))
    .action((words: string[]) => run(async (...all) => (await import('./commands/help')).help(...all, words, program)))

  return program
}

function addSuppress(program: Command, run: Run): void {
  const pipeline = program
    .command('pipeline')
    .description("run and test log pipelines, and bring the tenant's own into the workspace")
    .addHelpText('after', examples(['ddac pipeline run logs.ndjson --explain', 'ddac pipeline test']))
  saidOfLogs(
    pipeline
      .command('run')
      .description('print what becomes of logs before rules see them')
      .argument('<logs...>', 'files, folders or globs of logs, plain or gzipped; - reads standard input')
      .option('--explain', 'which processor did what'),
  )
    .addHelpText('after', examples(['ddac pipeline run logs.ndjson --explain', 'cat log.json | ddac pipeline run -']))
    .action((logs: string[], options) =>
      run(async (...all) => (await import('./commands/pipeline-run')).pipelineRun(...all, logs, options)),
    )
  pipeline
    .command('test')
    .description('run the tests of pipelines: samples, and what becomes of them')
    .argument('[path...]', 'files or folders (default: the whole workspace)')
    .option(...maxSize)
    .addHelpText('after', examples(['ddac pipeline test', 'ddac pipeline test pipelines --format junit']))
    .action((paths: string[], options) =>
      run(async (...all) => (await import('./commands/pipeline-test')).pipelineTest(...all, paths, options)),
    )
  pipeline
    .command('pull')
    .description("bring the tenant's pipelines into the workspace, Datadog's own integrations among them")
    .option('--source <name>', 'only those that logs of this source may pass (may be repeated)', collect)
    .option('--out <folder>', 'where new files go', 'pipelines')
    .option('--check', 'write nothing; exit 1 if they changed in the tenant, with the tests that come out otherwise')
    .addHelpText('after', examples(['ddac pipeline pull --tenant prod', 'ddac pipeline pull --source okta --check']))
    .action((options) =>
      run(async (...all) => (await import('./commands/pipeline-pull')).pipelinePull(...all, options)),
    )

  const suppress = program
    .command('suppress')
    .description('list, add, check and end suppressions')
    .addHelpText(
      'after',
      examples(['ddac suppress list', 'ddac suppress check --within 30', 'ddac suppress expire my-id']),
    )
  const within = ['--within <days>', 'what counts as soon (default: 14)', wholeNumber] as const
  suppress
    .command('list')
    .description('what each suppression does now, until when and why')
    .option(...within)
    .option('--tenant-signals', 'also what the signals that the tenant shows tell of each, as --tenant NAME does')
    .option('--last <stretch>', 'of the last 12h or 7d (default: 30d)')
    .option(...maxSize)
    .addHelpText(
      'after',
      examples([
        'ddac suppress list',
        'ddac suppress list --tenant prod --last 7d',
        'ddac suppress list --format json',
      ]),
    )
    .action((options) =>
      run(async (...all) => (await import('./commands/suppress-list')).suppressList(...all, options)),
    )
  saidOfLogs(
    suppress
      .command('check')
      .description('what is doubtful about suppressions, and what they hide of the signals on logs or of a tenant')
      .argument('[id...]', 'suppressions (default: all)')
      .option(...within)
      .option(
        '--logs <logs...>',
        'files, folders, globs or -: say what each hides of the signals that rules raise there',
      )
      .option('--tenant-logs', "the same on the tenant's own logs, for --last or from --from to --to")
      .option('--tenant-signals', 'what each would have hidden of the signals that the tenant raised')
      .option('--last <stretch>', 'only what happened in the last 30d, 12h or 90m')
      .option('--from <time>', 'only what happened from this time on')
      .option('--to <time>', 'only what happened up to this time')
      .option('--max-logs <n>', 'with --tenant-logs: fetch at most so many (default: 100000)', wholeNumber)
      .option('--strict', 'stop at the first log that cannot be read')
      .option('--fail-on <what>', 'exit with 1 for error, warning, or codes: S105,S202', 'error')
      .option('--show-values', 'in Markdown: also groups and examples')
      .option(...also)
      .option(...maxSize),
  )
    .addHelpText(
      'after',
      examples([
        'ddac suppress check',
        'ddac suppress check --within 30 --fail-on warning',
        "ddac suppress check my-id --logs 'logs/**/*.json.gz'",
        'ddac suppress check --tenant-signals --last 30d',
      ]),
    )
    .action((ids: string[], options) =>
      run(async (...all) => (await import('./commands/suppress-check')).suppressCheck(...all, ids, options)),
    )
  suppress
    .command('draft')
    .description('the narrowest suppression of a signal of the tenant, with test and radius, for a pull request')
    .requiredOption('--from-signal <signal>', 'its id in the tenant, or the address of its page')
    .requiredOption('--reason <why>', 'why it is right to look away')
    .requiredOption('--days <number>', 'how long', wholeNumber)
    .requiredOption('--owner <who>', 'who answers for it')
    .requiredOption('--out <folder>', 'where suppression.json and suppression.md go')
    .addHelpText(
      'after',
      examples([
        "ddac suppress draft --from-signal AQAAAYz1bBJYvMXHGAAAAABB --reason 'the load test runs' --days 7 --owner ann --out draft",
      ]),
    )
    .action((options) =>
      run(async (...all) => (await import('./commands/suppress-draft')).suppressDraft(...all, options)),
    )
  suppress
    .command('add')
    .description('write a new suppression file: by its queries, or from a signal, with its test')
    .argument('[id]', 'its id, which also names the file (from a signal: named after it)')
    .option('--name <text>', 'what people read in the tenant')
    .option('--rule <id>', 'a rule, or a tag as key:value (may be repeated)', collect)
    .option('--rule-query <query>', 'the rules, by a query of the rule search')
    .option('--hide <query>', 'hide signals that match')
    .option('--exclude <query>', 'ignore logs that match')
    .option('--start <date>', 'from when on')
    .option('--expires <date>', 'until when; never, with a day of review')
    .option('--review <date>', 'when somebody looks at it again')
    .option('--owner <who>', 'who answers for it')
    .option('--reason <why>', 'why it is right to look away')
    .option('--from-signal <signal>', 'propose what hides a signal: a file, -, its id in the tenant or its address')
    .option('--from-signals <file>', 'propose the narrowest suppression that hides all signals of a file')
    .option('--logs <logs>', 'logs of the signal: what else each proposal hides in them (may be repeated)', collect)
    .option('--keep <file>', 'signals that must stay visible (may be repeated)', collect)
    .option('--choice <number>', 'the proposal that is written', wholeNumber)
    .option('--until <end>', 'until when: a date, a time or 30d (default: 90d, or what the policy allows)')
    .option('--raw', 'the test holds the logs as they are; otherwise they are anonymised')
    .option('--no-test', 'write no test')
    .addHelpText(
      'after',
      examples([
        "ddac suppress add ci-role --name 'CI in the sandbox' --rule my-rule --hide '@usr.name:ci' --expires 2027-01-31 --owner team@example.com --reason 'nightly tests'",
        'ddac suppress add --from-signal signal.json --logs logs/',
        "ddac suppress add --from-signal signal.json --choice 1 --owner team@example.com --reason 'nightly tests' --until 30d",
      ]),
    )
    .action((id: string | undefined, options) =>
      run(async (...all) => (await import('./commands/suppress')).suppressAdd(...all, id, options)),
    )
  suppress
    .command('renew')
    .description('give a suppression another end; when and why stays in its file')
    .argument('<id>', 'the suppression')
    .requiredOption('--until <end>', 'its new end: a date, a time or 30d')
    .requiredOption('--reason <why>', 'why it is still right to look away')
    .addHelpText('after', examples(["ddac suppress renew my-id --until 90d --reason 'the stacks are still there'"]))
    .action((id: string, options) =>
      run(async (...all) => (await import('./commands/suppress-renew')).suppressRenew(...all, id, options)),
    )
  suppress
    .command('expire')
    .description('end a suppression now; its file stays')
    .argument('<id>', 'the suppression')
    .addHelpText('after', examples(['ddac suppress expire my-id']))
    .action((id: string) => run(async (...all) => (await import('./commands/suppress')).suppressExpire(...all, id)))
}

/** The options for what logs lack, and for how far they have come; given-by-options.ts reads them. */
function saidOfLogs(command: Command): Command {
  return command
    .option('--source <name>', 'the source of logs that name none')
    .option('--service <name>', 'the service of logs that name none')
    .option(
      '--time-field <path>',
      'where logs say when they happened, if not where it is looked for: published, id.time',
    )
    .option('--tag <key:value>', 'a tag for logs that have none of its key (may be repeated)', collect)
    .option('--raw', 'the logs are raw: pipelines of the workspace are for them, whatever they look like')
    .option('--processed', 'Datadog has processed the logs: no pipeline is for them, whatever they look like')
}

/** The words that call a command. */
export function wordsOf(command: Command): string {
  const above = command.parent
  return above?.parent ? `${wordsOf(above)} ${command.name()}` : command.name()
}

/** The help of a command lists the formats that it has. */
function withOwnFormats(command: Command): Option[] {
  const name = wordsOf(command)
  return new Help().visibleGlobalOptions.call({ showGlobalOptions: true }, command).map((option) => {
    if (option.long !== '--format' || !isCommandName(name)) return option
    const [usual, ...others] = formatsOfCommands[name].has
    const list = others.length === 0 ? `${usual} alone` : `${usual} (default), ${others.join(', ')}`
    return new Option(option.flags, `how results are printed: ${list}`)
  })
}

function examples(lines: readonly string[]): string {
  return `\nExamples:\n${lines.map((line) => `  ${line}`).join('\n')}`
}
