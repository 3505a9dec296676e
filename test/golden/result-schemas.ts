import { join } from 'node:path'
import ts from 'typescript'

/** A JSON Schema, as far as one is made here. */
export interface Schema {
  readonly [keyword: string]: unknown
}

/** Where the documents of one command are written: the functions in which they go to `jsonDocument` or `jsonParts`. */
export interface Written {
  readonly command: string
  readonly places: readonly (readonly [file: string, within: string])[]
  /** Of what the document is made by renaming: its type, and what it stands under. */
  readonly renamed?: { readonly type: string; readonly under: string }
}

/** Makes the schema of each document from the types of what is written, with their comments as descriptions. */
export function resultSchemas(root: string, all: readonly Written[]): ReadonlyMap<string, Schema> {
  const config = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config.config, ts.sys, root)
  const entries = [...all.flatMap(({ places }) => places.map(([file]) => file)), 'src/report/failures.ts']
  const program = ts.createProgram(
    [...new Set(entries)].map((file) => join(root, file)),
    options,
  )
  return new Map(all.map((written) => [written.command, schemaOf(program, root, written)]))
}

function schemaOf(program: ts.Program, root: string, { command, places, renamed }: Written): Schema {
  const maker = new SchemaMaker(program.getTypeChecker(), root, renamed !== undefined)
  const results = places.flatMap(([file, within]) => {
    const source = program.getSourceFile(join(root, file))
    if (!source) throw new Error(`there is no ${file}`)
    const found = callsWithin(source, within).map((call) => maker.document(call))
    if (found.length === 0) throw new Error(`${within} in ${file} writes no document`)
    return found
  })
  if (renamed) {
    const { properties, required, ...rest } = maker.inlined(maker.named(program, renamed.type))
    const kind = { const: renamed.type.toLowerCase() }
    const item = {
      ...rest,
      properties: { kind, ...(properties as object) },
      required: ['kind', ...((required as string[] | undefined) ?? [])],
    }
    results.push(object({ [renamed.under]: { type: 'array', items: item } }))
  }
  const failure = maker.named(program, 'Failure')
  const errors = object({ errors: { type: 'array', items: failure, minItems: 1 } })
  const about = 'Where the command ends without a result: why.'
  const alternatives = [...flat(results).map((one) => maker.inlined(one)), { description: about, ...errors }]
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `What ddac ${command} prints with --format json`,
    anyOf: alternatives.map(withVersion),
    definitions: maker.definitions(),
  }
}

function flat(results: readonly Schema[]): readonly Schema[] {
  const all = results.flatMap((one) => (Array.isArray(one['anyOf']) ? (one['anyOf'] as Schema[]) : [one]))
  return all.filter((one, index) => all.findIndex((other) => JSON.stringify(other) === JSON.stringify(one)) === index)
}

function object(properties: Readonly<Record<string, Schema>>): Schema {
  return { type: 'object', properties, required: Object.keys(properties) }
}

const version = { const: 1, description: 'It rises where a program that reads the document would have to change.' }

function withVersion({ description, properties, required, ...rest }: Schema): Schema {
  if (!properties) return { ...rest, ...(description !== undefined && { description }) }
  return {
    ...(description !== undefined && { description }),
    ...rest,
    properties: { version, ...(properties as object) },
    required: ['version', ...((required as string[] | undefined) ?? []).filter((key) => key !== 'version')],
  }
}

/** The calls inside a function of that name that write a document. */
function callsWithin(source: ts.SourceFile, within: string): readonly ts.CallExpression[] {
  const calls: ts.CallExpression[] = []
  const visit = (node: ts.Node, isInside: boolean): void => {
    const isNamed = ts.isFunctionDeclaration(node) && node.name?.text === within
    if (
      isInside &&
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      ['jsonDocument', 'jsonParts', 'jsonText'].includes(node.expression.text)
    ) {
      calls.push(node)
    }
    ts.forEachChild(node, (child) => visit(child, isInside || isNamed))
  }
  visit(source, false)
  return calls
}

/** Of explanations: keys that end in Ms are moments, but for these, which are seconds. What logs carry stays as it is. */
const durations: ReadonlySet<string> = new Set(['windowMs', 'waitMs', 'lateMs', 'aheadMs', 'forgetAfterMs'])
const verbatim: ReadonlySet<string> = new Set(['attributes', 'group', 'groups', 'found'])

class SchemaMaker {
  readonly #checker: ts.TypeChecker
  readonly #root: string
  readonly #isRenamed: boolean
  readonly #names = new Map<ts.Symbol | ts.Type, string>()
  readonly #made = new Map<string, Schema>()

  constructor(checker: ts.TypeChecker, root: string, isRenamed: boolean) {
    this.#checker = checker
    this.#root = root
    this.#isRenamed = isRenamed
  }

  definitions(): Readonly<Record<string, Schema>> {
    return Object.fromEntries([...this.#made].sort(([one], [other]) => (one < other ? -1 : 1)))
  }

  /** What a reference stands for. */
  inlined(schema: Schema): Schema {
    const { $ref } = schema
    return typeof $ref === 'string' ? (this.#made.get($ref.replace('#/definitions/', '')) ?? schema) : schema
  }

  /** The document of a call of `jsonDocument`, or of `jsonParts`: lists under their keys, then what is left. */
  document(call: ts.CallExpression): Schema {
    const [first, second] = call.arguments
    if (!first) throw new Error('a document of nothing')
    const type = this.#checker.getTypeAtLocation(first)
    if (!second) return this.#of(type)
    const lists = Object.fromEntries(
      this.#checker.getPropertiesOfType(type).map((property) => {
        const list = this.#checker.getTypeOfSymbolAtLocation(property, first)
        const item = this.#elementOf(list)
        return [property.name, { type: 'array', items: item ? this.#of(item) : {} }]
      }),
    )
    const [signature] = this.#checker.getTypeAtLocation(second).getCallSignatures()
    if (!signature) throw new Error('what is left of a document is no function')
    const { properties, required, ...rest } = this.#object(signature.getReturnType())
    return {
      ...rest,
      properties: { ...lists, ...(properties as Record<string, Schema>) },
      required: [...Object.keys(lists), ...((required as string[] | undefined) ?? [])],
    }
  }

  /** A type by the name under which a file of ours exports it. */
  named(program: ts.Program, name: string): Schema {
    for (const file of program.getSourceFiles()) {
      if (!file.fileName.startsWith(join(this.#root, 'src'))) continue
      const module = this.#checker.getSymbolAtLocation(file)
      const symbol = module && this.#checker.getExportsOfModule(module).find((each) => each.name === name)
      if (symbol) return this.#of(this.#checker.getDeclaredTypeOfSymbol(symbol))
    }
    throw new Error(`nothing exports ${name}`)
  }

  #elementOf(type: ts.Type): ts.Type | undefined {
    return (
      this.#checker.getIndexTypeOfType(type, ts.IndexKind.Number) ??
      this.#checker.getTypeArguments(type as ts.TypeReference)[0]
    )
  }

  #of(type: ts.Type): Schema {
    const name = this.#nameOf(type)
    if (name === undefined) return this.#content(type)
    if (!this.#made.has(name)) {
      this.#made.set(name, {})
      const symbol = type.aliasSymbol ?? type.getSymbol()
      this.#made.set(name, { ...this.#about(symbol), ...this.#content(type) })
    }
    return { $ref: `#/definitions/${name}` }
  }

  /** Types of ours that have a name are defined once; texts and lists stand where they are. */
  #nameOf(type: ts.Type): string | undefined {
    const symbol = type.aliasSymbol ?? (type.flags & ts.TypeFlags.Object ? type.getSymbol() : undefined)
    if (!symbol || symbol.name.startsWith('__')) return undefined
    const [declaration] = symbol.declarations ?? []
    if (!declaration?.getSourceFile().fileName.startsWith(join(this.#root, 'src'))) return undefined
    const given = type.aliasSymbol ? type.aliasTypeArguments : this.#checker.getTypeArguments(type as ts.TypeReference)
    const isGeneric = (given ?? []).length > 0
    const key = isGeneric ? type : symbol
    const known = this.#names.get(key)
    if (known !== undefined) return known
    const taken = new Set(this.#names.values())
    let name = symbol.name
    for (let number = 2; taken.has(name); number += 1) name = `${symbol.name}${number}`
    this.#names.set(key, name)
    return name
  }

  #content(type: ts.Type): Schema {
    const { flags } = type
    if (flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.TypeParameter)) return {}
    if (type.isStringLiteral() || type.isNumberLiteral()) return { const: type.value }
    if (flags & ts.TypeFlags.BooleanLiteral) return { const: this.#checker.typeToString(type) === 'true' }
    if (flags & ts.TypeFlags.StringLike) return { type: 'string' }
    if (flags & ts.TypeFlags.NumberLike) return { type: 'number' }
    if (flags & ts.TypeFlags.BooleanLike && !type.isUnion()) return { type: 'boolean' }
    if (flags & ts.TypeFlags.Null) return { type: 'null' }
    if (type.isUnion()) return this.#union(type.types)
    if (this.#checker.isArrayType(type) || this.#checker.isTupleType(type)) {
      const item = this.#elementOf(type)
      return { type: 'array', items: item ? this.#of(item) : {} }
    }
    return this.#object(type)
  }

  #union(types: readonly ts.Type[]): Schema {
    const present = types.filter(({ flags }) => !(flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Void)))
    const literals = present.flatMap((type) => (type.isStringLiteral() || type.isNumberLiteral() ? [type.value] : []))
    // More of them come with each version.
    const isCode = literals.length > 1 && literals.every((one) => /^[A-Z]\d{3}$/.test(String(one)))
    if (isCode) return { type: 'string', description: 'ddac explain tells of each code.' }
    const booleans = present.filter(({ flags }) => flags & ts.TypeFlags.BooleanLiteral)
    const others = present.filter(
      (type) => !type.isStringLiteral() && !type.isNumberLiteral() && !(type.flags & ts.TypeFlags.BooleanLiteral),
    )
    const parts: Schema[] = [
      ...(literals.length === 1 ? [{ const: literals[0] }] : literals.length > 1 ? [{ enum: literals }] : []),
      ...(booleans.length > 1 ? [{ type: 'boolean' }] : booleans.map((type) => this.#content(type))),
      ...others.map((type) => this.#of(type)),
    ]
    return parts.length === 1 ? (parts[0] ?? {}) : { anyOf: parts }
  }

  #object(type: ts.Type): Schema {
    const properties: Record<string, Schema> = {}
    const required: string[] = []
    for (const property of this.#checker.getPropertiesOfType(type)) {
      const inner = this.#checker.getTypeOfSymbol(property)
      if (inner.getCallSignatures().length > 0 || inner.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never)) continue
      const [name, schema] = this.#property(property.name, inner)
      properties[name] = schema.$ref ? schema : { ...this.#about(property), ...schema }
      const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0
      const mayLack = inner.isUnion() && inner.types.some(({ flags }) => flags & ts.TypeFlags.Undefined)
      if (!isOptional && !mayLack && !(inner.flags & ts.TypeFlags.Unknown)) required.push(name)
    }
    const index = this.#checker.getIndexTypeOfType(type, ts.IndexKind.String)
    return {
      type: 'object',
      ...(Object.keys(properties).length > 0 && { properties }),
      ...(required.length > 0 && { required }),
      ...(index && { additionalProperties: this.#of(index) }),
    }
  }

  #property(name: string, type: ts.Type): [string, Schema] {
    if (!this.#isRenamed) return [name, this.#of(type)]
    if (verbatim.has(name)) return [name, {}]
    if (!name.endsWith('Ms')) return [name, this.#of(type)]
    const stem = name.slice(0, -2)
    return durations.has(name) ? [`${stem}Seconds`, { type: 'number' }] : [stem, { type: ['string', 'number'] }]
  }

  #about(symbol: ts.Symbol | undefined): Schema {
    const text = symbol && ts.displayPartsToString(symbol.getDocumentationComment(this.#checker)).trim()
    return text ? { description: text.replace(/\s+/g, ' ') } : {}
  }
}
