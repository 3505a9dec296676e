import { CappedList } from '../diagnostic/capped-list'
import type { Code } from '../diagnostic/codes'
import type { Finding, Path } from '../diagnostic/diagnostic'
import { mostOfFile } from '../diagnostic/told-of-file'
import { unreachable } from '../diagnostic/unreachable'
import { isCollection, isJsonObject, isList, isObjectList } from '../json/json-object'
import { isText } from '../json/json-text'
import { meantKey } from './meant-key'
import { nearestName } from './nearest-name'
import type { ChoiceShape, Field, Fields, ListShape, MapShape, NumberShape, Shape, TextShape, Trouble } from './shape'

/** The codes under which a room reports what does not fit its shapes. */
export interface ShapeCodes {
  readonly missing: Code
  readonly wrongType: Code
  readonly notAllowed: Code
  readonly unknownKey: Code
  /** A key under another name, or in another place: an error. Without one nobody guesses what is meant. */
  readonly misplaced?: Code
  readonly unread: Code
  readonly doubtful: Code
  readonly setByDatadog: Code
  readonly deprecated: Code
}

/**
 * Holds a plain value against a shape. Answers what fits, with written forms turned into kept ones, and a finding for
 * each thing that does not. Unknown keys are kept; what has an error is left out, unless it is known what was meant.
 */
export function checkShape(
  shape: Shape,
  value: unknown,
  codes: ShapeCodes,
  path: Path = [],
): { readonly value: unknown; readonly findings: readonly Finding[] } {
  const findings = new CappedList<Finding>(mostOfFile)
  const kept = new Checker(shape, codes, findings).check(shape, value, path)
  return { value: kept, findings: findings.entries() }
}

class Checker {
  constructor(
    private readonly root: Shape,
    private readonly codes: ShapeCodes,
    private readonly findings: CappedList<Finding>,
  ) {}

  check(shape: Shape, value: unknown, path: Path): unknown {
    switch (shape.kind) {
      case 'text':
        return this.text(shape, value, path)
      case 'choice':
        return this.choice(shape, value, path)
      case 'number':
        return this.number(shape, value, path)
      case 'flag':
        return typeof value === 'boolean' ? value : this.wrongType(path, value, 'true or false', flagHelp(value))
      case 'json':
        return value
      case 'list':
        return this.list(shape, value, path)
      case 'map':
        return this.map(shape, value, path)
      case 'named':
        if (!isJsonObject(value))
          return this.wrongType(
            path,
            value,
            'a map of names',
            isList(value) ? 'write each name as a key: NAME: { … }' : undefined,
          )
        return Object.fromEntries(
          Object.entries(value).map(([key, each]) => [key, this.check(shape.item, each, [...path, key])]),
        )
      case 'written': {
        const read = shape.read(value)
        if (read.note) this.tell(this.codes.doubtful, 'warning', path, read.note)
        if (!read.trouble) return read.value
        this.tell(this.codes.unread, 'error', path, read.trouble)
        return read.value
      }
      default:
        return unreachable(shape)
    }
  }

  private text(shape: TextShape, value: unknown, path: Path): unknown {
    if (typeof value !== 'string') return this.wrongType(path, value, 'a text', oneText(value) ?? quotedForm(value))
    if (shape.nonEmpty && value.trim() === '') {
      return this.tell(this.codes.missing, 'error', path, { message: `${nameOf(path)} is empty` })
    }
    return value
  }

  private choice(shape: ChoiceShape, value: unknown, path: Path): unknown {
    if (typeof value === 'string' && shape.of.includes(value)) return value
    if (typeof value !== 'string') return this.wrongType(path, value, `one of ${shape.of.join(', ')}`)
    const near = nearestName(value, shape.of)
    if (shape.mayGrow && !near && value.trim() !== '') {
      this.tell(this.codes.notAllowed, 'warning', path, {
        message: `${nameOf(path)} is not known to take "${value}"`,
        help: `it is kept as it is; known: ${shape.of.join(', ')}`,
      })
      return value
    }
    return this.tell(this.codes.notAllowed, 'error', path, {
      message: `${nameOf(path)} cannot be "${value}"`,
      help: `${near ? `did you mean ${near}? ` : ''}allowed: ${shape.of.join(', ')}`,
    })
  }

  private number(shape: NumberShape, value: unknown, path: Path): unknown {
    const { whole, min, max, of } = shape
    if (typeof value !== 'number' || !Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
      return this.wrongType(path, value, whole ? 'a whole number' : 'a number')
    }
    if (of && !of.includes(value)) return this.outOfRange(path, value, `allowed: ${of.join(', ')}`)
    if (min !== undefined && value < min) return this.outOfRange(path, value, `at least ${min}`)
    if (max !== undefined && value > max) return this.outOfRange(path, value, `at most ${max}`)
    return value
  }

  private outOfRange(path: Path, value: number, help: string): undefined {
    return this.tell(this.codes.notAllowed, 'error', path, { message: `${nameOf(path)} cannot be ${value}`, help })
  }

  private list(shape: ListShape, value: unknown, path: Path): unknown {
    if (!Array.isArray(value)) {
      return this.wrongType(path, value, 'a list', listHelp(shape, value))
    }
    if (shape.max !== undefined && value.length > shape.max) {
      this.tell(
        this.codes.notAllowed,
        shape.mayGrow ? 'warning' : 'error',
        path,
        {
          message: `${nameOf(path)} holds ${value.length} items`,
          help: shape.mayGrow
            ? `Datadog was never seen to take more than ${shape.max}; it is kept as it is, and plan asks the tenant`
            : `Datadog takes at most ${shape.max}`,
        },
        'key',
      )
    }
    const written = shape.most === undefined ? value : value.slice(0, shape.most)
    if (written.length < value.length) {
      const message = `${nameOf(path)} holds ${value.length} items`
      const help = `no more than ${shape.most} are read; split what holds them`
      this.tell(this.codes.notAllowed, 'error', path, { message, help }, 'key')
    }
    const items = written.map((item, index) => this.check(shape.item, item, [...path, index]))
    // A place that could not be read stays, so that positions (and the letters of queries) keep their meaning.
    return shape.item.kind === 'map' ? items.map((item) => item ?? {}) : items.filter((item) => item !== undefined)
  }

  private map(shape: MapShape, value: unknown, path: Path): unknown {
    if (!isJsonObject(value)) {
      const wanted = [nameOf(path), `a ${nameOf(path)}`].includes(shape.what)
        ? 'a map of keys'
        : `${shape.what}: a map of keys`
      const help = isObjectList(value) ? 'write its keys without dashes' : undefined
      return this.wrongType(path, value, wanted, help)
    }
    const kept: [string, unknown][] = []
    /** Fields that stand here under another name: they are not missing besides. */
    const told = new Set<string>()
    const setAlone: string[] = []
    for (const [key, each] of Object.entries(value)) {
      const here = [...path, key]
      const field = Object.hasOwn(shape.fields, key) ? shape.fields[key] : undefined
      if (!field) {
        const meant = this.unknownKey(shape, value, key, here)
        if (meant !== undefined) told.add(meant)
        kept.push([key, each])
      } else if (field.setByDatadog) {
        setAlone.push(key)
      } else if (each === null && !field.nullable) {
        this.emptyValue(field, here)
      } else {
        if (field.deprecated && !isEmpty(each))
          this.tell(this.codes.deprecated, 'warning', here, deprecated(key, field), 'key')
        const fitting = each === null ? null : this.check(field.shape, each, here)
        if (fitting !== undefined) kept.push([key, fitting])
      }
    }
    const [first] = setAlone
    if (first !== undefined)
      this.tell(this.codes.setByDatadog, 'warning', [...path, first], setByDatadog(setAlone), 'key')
    for (const [key, field] of Object.entries(shape.fields)) {
      if (field.required && !Object.hasOwn(value, key) && !told.has(key)) this.missing(shape, key, field, path)
    }
    return Object.fromEntries(kept)
  }

  private missing(shape: MapShape, key: string, field: Field, path: Path): void {
    this.tell(this.codes.missing, 'error', [...path, key], {
      message: `${shape.what} needs the key ${key}`,
      help: field.about,
    })
  }

  private emptyValue(field: Field, path: Path): void {
    if (field.required) {
      this.tell(this.codes.missing, 'error', path, { message: `${nameOf(path)} is empty`, help: field.about })
    } else {
      this.tell(this.codes.doubtful, 'warning', path, {
        message: `${nameOf(path)} has no value`,
        help: 'it counts as absent; remove the key, or give it a value',
      })
    }
  }

  /** Answers the field of the same map that the key is another name of, or a slip for. */
  private unknownKey(
    shape: MapShape,
    value: Readonly<Record<string, unknown>>,
    key: string,
    path: Path,
  ): string | undefined {
    // What is not kept need not be worded: nearness to every known key is costly to find.
    if (this.findings.isFull('remarks')) {
      this.findings.leaveOff({ code: this.codes.unknownKey, severity: 'warning', message: '', path, on: 'key' })
      return undefined
    }
    const meant = this.codes.misplaced && meantKey(this.root, shape, key, value[key])
    if (this.codes.misplaced && meant) {
      this.tell(this.codes.misplaced, 'error', path, meant.trouble, 'key')
      return meant.field
    }
    const open = Object.keys(shape.fields).filter(
      (name) => !Object.hasOwn(value, name) && !shape.fields[name]?.setByDatadog,
    )
    const near = nearestName(key, open)
    // A mistyped key that is needed is one mistake, and not also a missing one.
    if (this.codes.misplaced && near !== undefined && shape.fields[near]?.required) {
      const message = `${shape.what} has no key "${key}"`
      this.tell(this.codes.misplaced, 'error', path, { message, help: `did you mean ${near}?` }, 'key')
      return near
    }
    this.tell(
      this.codes.unknownKey,
      'warning',
      path,
      {
        message: `${shape.what} has no key "${key}"`,
        help: near ? `did you mean ${near}?` : `it is kept as it is; known keys here: ${knownKeys(shape.fields)}`,
      },
      'key',
    )
    return undefined
  }

  private wrongType(path: Path, value: unknown, wanted: string, help?: string): undefined {
    const message = `${nameOf(path)} should be ${wanted}, not ${described(value)}`
    return this.tell(this.codes.wrongType, 'error', path, { message, ...(help && { help }) })
  }

  private tell(code: Code, severity: Finding['severity'], path: Path, trouble: Trouble, on?: 'key'): undefined {
    this.findings.tell({ code, severity, ...trouble, path, ...(on && { on }) })
  }
}

/** How the value that is no list would be one. */
function listHelp({ item }: ListShape, value: unknown): string | undefined {
  if (value === null) return undefined
  if (!isJsonObject(value)) return `write it as a list: [${String(value)}]`
  if (item.kind === 'map') return 'write "- " before its first key, and the others below that one'
  const texts = Object.entries(value).map(([key, each]) => oneText({ [key]: each }))
  return item.kind === 'text' && texts.length > 0 && texts.every(isText)
    ? `write it as a list: [${texts.map((text) => text.replace(/^write /, '')).join(', ')}]`
    : undefined
}

/** `source: app`, which is a map, for the text `source:app`. */
function oneText(value: unknown): string | undefined {
  if (!isJsonObject(value)) return undefined
  const [[key, text] = ['', undefined], ...more] = Object.entries(value)
  const isPlain = typeof text === 'string' || typeof text === 'number' || typeof text === 'boolean'
  return more.length === 0 && isPlain && /^[\w.@-]+$/.test(key) && /^[^\s:]{1,80}$/.test(String(text))
    ? `write ${key}:${String(text)}`
    : undefined
}

/** YAML 1.2 reads `yes` and `"true"` as texts. */
function flagHelp(value: unknown): string | undefined {
  if (value === 1 || value === 0) return `write ${value === 1}`
  if (!isText(value)) return undefined
  if (/^(?:yes|on|true|y)$/i.test(value)) return 'write true, without quotes'
  return /^(?:no|off|false|n)$/i.test(value) ? 'write false, without quotes' : undefined
}

/** An export has a dozen of them: they are told in one line. */
function setByDatadog(keys: readonly string[]): Trouble {
  if (keys.length > 1) {
    const message = `${keys.length} keys are set by Datadog alone: ${keys.join(', ')}`
    return { message, help: 'they are ignored here; `ddac fmt` removes them' }
  }
  return { message: `${keys[0]} is set by Datadog alone`, help: 'it is ignored here; `ddac fmt` removes it' }
}

function deprecated(key: string, field: Field): Trouble {
  return { message: `Datadog has given up ${key}`, help: field.deprecated ?? '' }
}

function knownKeys(fields: Fields): string {
  return Object.keys(fields)
    .filter((name) => !fields[name]?.setByDatadog)
    .join(', ')
}

/** What a value is called in a message: its key, or its place in a list. */
function nameOf(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'this file'
  if (typeof last === 'string') return last
  const list = path.findLast((step) => typeof step === 'string')
  return `item ${last + 1} of ${list ?? 'the list'}`
}

function described(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (isCollection(value)) return 'a map'
  if (typeof value === 'string') return value.length > 40 ? 'a text' : `the text "${value}"`
  return `${typeof value === 'number' ? 'the number ' : ''}${String(value)}`
}

function quotedForm(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'boolean' ? `put it in quotes: '${String(value)}'` : undefined
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0)
}
