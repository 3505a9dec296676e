import { durationShape } from '../rule/durations'
import type { MapShape, Shape } from '../shape/shape'
import { changePolicyShape } from './change-policy-shape'
import { enrichmentShape } from './enrichment/enrichment-shape'
import { overlayShape } from './overlay/overlay-shape'

const words: Shape = { kind: 'text', nonEmpty: true }
const flag: Shape = { kind: 'flag' }
const listOf = (item: Shape): Shape => ({ kind: 'list', item })
const variableName: Shape = {
  kind: 'written',
  read: (written) =>
    typeof written === 'string' && /^[A-Za-z_][A-Za-z0-9_]*$/.test(written)
      ? { value: written }
      : {
          trouble: {
            message: 'this is not the name of an environment variable',
            help: 'write the name, such as PROD_DD_API_KEY; the key itself never stands in a file',
          },
        },
  write: (kept) => kept,
  schema: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*$' },
}

/** With the key of the tag that carries it, a name must fit the 200 signs of a Datadog tag. */
const longestName = 180

const ownerName: Shape = {
  kind: 'written',
  read: (written) =>
    typeof written === 'string' && written.length <= longestName && /^[A-Za-z0-9._-]+$/.test(written)
      ? { value: written }
      : {
          trouble: {
            message: 'this cannot be the name of a workspace',
            help: `it travels as a tag: use at most ${longestName} letters, digits, dots, dashes and underscores`,
          },
        },
  write: (kept) => kept,
  schema: { type: 'string', pattern: '^[A-Za-z0-9._-]+$', maxLength: longestName },
}

const tenantShape: MapShape = {
  kind: 'map',
  what: 'a tenant',
  fields: {
    emulator: { shape: flag, about: 'A Datadog of your own on this machine: no account, no key. State under .ddac/.' },
    site: { shape: words, about: 'The host in your Datadog address without "app.": datadoghq.com, datadoghq.eu, …' },
    org: {
      shape: words,
      about:
        'The organisation that the keys must be of: its UUID or public id, as `ddac doctor` prints it. Checked before every write.',
    },
    keys: {
      shape: {
        kind: 'map',
        what: 'keys',
        fields: {
          api: { shape: variableName, about: 'The environment variable with the API key; DD_API_KEY if absent.' },
          app: { shape: variableName, about: 'The one with the application key; DD_APP_KEY if absent.' },
          bearer: { shape: variableName, about: 'The one with a bearer token, used instead of the two keys.' },
        },
      },
      about: 'Names of environment variables. A key never stands in a file.',
    },
    variables: {
      shape: { kind: 'named', item: { kind: 'text' } },
      about: 'Texts of this tenant by name; rules and suppressions use them as \u0024{tenant.NAME}.',
    },
    overlays: { shape: listOf(overlayShape), about: 'What is other about some rules in this tenant; later ones win.' },
  },
}

const levelsSchema = { type: 'object', additionalProperties: { enum: ['error', 'warning', 'info', 'off'] } }

const atLeastNone: Shape = { kind: 'number', whole: true, min: 0 }

const testPolicyShape: MapShape = {
  kind: 'map',
  what: 'policy.tests',
  fields: {
    minFiring: { shape: atLeastNone, about: 'How many passed tests must show that a rule raises a signal.' },
    minSilent: { shape: atLeastNone, about: 'How many passed tests must show that it stays silent.' },
    minMutationScore: {
      shape: { kind: 'number', min: 0, max: 100 },
      about: 'How many of the changes that are made to a rule on purpose its tests must notice, in percent.',
    },
    stillBelow: {
      shape: atLeastNone,
      about:
        'How many rules may have less than that; 0 if absent. It may only fall: with --base REF no rule that is new or detects something else may be one of them.',
    },
  },
}

const policyShape: MapShape = {
  kind: 'map',
  what: 'policy',
  fields: {
    suppressions: {
      shape: {
        kind: 'map',
        what: 'policy.suppressions',
        fields: {
          required: {
            shape: listOf({ kind: 'choice', of: ['owner', 'reason', 'expires', 'start', 'description'] }),
            about: 'Keys that every suppression must have; owner, reason and expires if absent.',
          },
          maxDuration: {
            shape: durationShape(),
            about: 'How long a suppression may last, from its start, or from now on where it names none: 90d.',
          },
          wider: {
            shape: { kind: 'choice', of: ['withhold', 'allow'] },
            about:
              'Whether one that may hide more than in the tenant waits for consent: a review, or widened in its file.',
          },
        },
      },
      about: 'What a suppression must say.',
    },
    requiredTags: { shape: listOf(words), about: 'Tag keys that every rule must carry: team, tactic.' },
    maxDeletes: {
      shape: { kind: 'number', whole: true, min: 0 },
      about: 'How many deletions one apply may make; a fifth of what is managed if absent.',
    },
    tenantChanges: {
      shape: changePolicyShape,
      about:
        "What becomes of what people changed in the tenant, by field: withhold (it stays, and is told; where git changed it too, the change waits), keep, overwrite. { '*': withhold } if absent.",
    },
    harmlessKeys: {
      shape: listOf(words),
      about:
        'Keys of rules that ddac does not know and that change nothing about what a rule detects. A rule with any other unknown key is not evaluated.',
    },
    tests: { shape: testPolicyShape, about: 'What is asked of the tests of rules.' },
    lint: {
      shape: { kind: 'written', read: (value) => ({ value }), write: (kept) => kept, schema: levelsSchema },
      about: 'Levels of checks, by name or code: { case-order: off }.',
    },
  },
}

/** Every key of `ddac.yaml`. */
export const configShape: MapShape = {
  kind: 'map',
  what: 'ddac.yaml',
  fields: {
    workspace: {
      shape: ownerName,
      about:
        'Whose the rules are in a tenant: only what carries this name is changed and deleted from here. No two workspaces on one tenant may share it.',
    },
    formerlyWorkspace: {
      shape: ownerName,
      about:
        'The name that workspace had before: what carries it in a tenant gets the new one. Take it out once each tenant was applied.',
    },
    tenants: {
      shape: { kind: 'named', item: tenantShape },
      about: 'The places to which rules go, by the name used with --tenant.',
      required: true,
    },
    files: {
      shape: { kind: 'choice', of: ['workspace', 'repository'] },
      about:
        'How far the files that rules and tests point to may lie away: in the workspace, or anywhere in the repository.',
    },
    folders: {
      shape: {
        kind: 'named',
        item: {
          kind: 'map',
          what: 'a folder',
          fields: {
            tenants: {
              shape: listOf(words),
              about: 'The tenants to which its rules, suppressions and overrides go; tenants in a file goes before.',
              required: true,
            },
          },
        },
      },
      about:
        'By folder, relative to this file, with * and ** for others: { "rules/prod/**": { tenants: [prod] } }. Of several the last one counts.',
    },
    logs: {
      shape: {
        kind: 'named',
        item: {
          kind: 'map',
          what: 'what is said of logs',
          fields: {
            source: { shape: words, about: 'The source of logs that name none: okta, cloudtrail, …' },
            service: { shape: words, about: 'The service of logs that name none.' },
            time: {
              shape: words,
              about: 'Where a log says when it happened, keys joined by dots: published, id.time.',
            },
            tags: { shape: listOf(words), about: 'Tags for each log that has none of that key: env:prod.' },
          },
        },
      },
      about:
        'What logs in some files lack, by file, relative to this one, with * and ** for others: { "samples/okta/**": { source: okta, time: published } }. It never goes before what a log says itself; of several the later goes before.',
    },
    defaultTenant: { shape: words, about: 'The tenant that is meant without --tenant.' },
    policy: { shape: policyShape, about: 'What this workspace demands beyond what Datadog does.' },
    enrichment: { shape: enrichmentShape, about: 'What is looked up for raw logs, as the tenant does it.' },
    referenceTables: {
      shape: { kind: 'named', item: words },
      about: 'CSV files, relative to this one, by the name of the reference table that rules use.',
    },
  },
}
