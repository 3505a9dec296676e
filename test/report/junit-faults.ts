import type { Element } from './read-xml'

/** What an element may have: attributes (! where it must), and elements inside. */
interface Allowed {
  readonly attributes: readonly string[]
  readonly children: readonly string[]
}

/**
 * What junit-10.xsd of Jenkins' xunit-plugin allows of the elements that we write: testsuites has no `skipped`. All of it is in
 * each of its versions, but for the `file` of a testcase, which the first ones lacked.
 */
const allowed: Readonly<Record<string, Allowed>> = {
  testsuites: { attributes: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite'] },
  testsuite: {
    attributes: [
      'name!',
      'tests!',
      'failures!',
      'errors!',
      'time',
      'skipped',
      'timestamp',
      'hostname',
      'id',
      'package',
      'file',
    ],
    children: ['testcase', 'properties', 'system-out', 'system-err'],
  },
  testcase: {
    attributes: ['name!', 'time', 'classname', 'group', 'file'],
    children: ['skipped', 'error', 'failure', 'system-out', 'system-err'],
  },
  failure: { attributes: ['type', 'message'], children: [] },
  error: { attributes: ['type', 'message'], children: [] },
  'system-out': { attributes: [], children: [] },
}

/** Elements whose text counts; elsewhere only blanks may stand. */
const hold: ReadonlySet<string> = new Set(['failure', 'error', 'system-out'])

/** A time as Jenkins reads it (SUREFIRE_TIME), without separators of thousands. */
const time = /^\d{1,9}\.\d{3}$/

/** What a report of tests has that Jenkins' schema does not allow. */
export function junitFaults(element: Element, within?: string): readonly string[] {
  const { name, attributes, children, text } = element
  const rules = allowed[name]
  if (!rules) return [`${name} is no element of it`]
  const known = rules.attributes.map((each) => each.replace('!', ''))
  return [
    ...(within === undefined && name !== 'testsuites' ? [`${name} is the root`] : []),
    ...Object.keys(attributes).flatMap((key) => (known.includes(key) ? [] : [`${name} has ${key}`])),
    ...rules.attributes.flatMap((each) =>
      each.endsWith('!') && !(each.slice(0, -1) in attributes) ? [`${name} lacks ${each.slice(0, -1)}`] : [],
    ),
    ...['tests', 'failures', 'errors', 'skipped'].flatMap((key) =>
      /^\d+$/.test(attributes[key] ?? '0') ? [] : [`${name} counts ${key} as ${attributes[key]}`],
    ),
    ...(time.test(attributes['time'] ?? '0.000') ? [] : [`${name} takes ${attributes['time']}`]),
    ...(hold.has(name) || text.trim() === '' ? [] : [`${name} holds the text ${text}`]),
    ...children.flatMap((child) =>
      rules.children.includes(child.name) ? junitFaults(child, name) : [`${name} holds ${child.name}`],
    ),
  ]
}
