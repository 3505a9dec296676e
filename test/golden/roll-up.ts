import ts from 'typescript'

/** What a library declares to those who use it: one text that needs nothing else, in the order of the names. */
export interface RolledUp {
  readonly text: string
  /** Types that a signature shows and nobody can name, each with the export that shows it. */
  readonly unnamed: readonly string[]
  /** Exports that no comment explains. */
  readonly undocumented: readonly string[]
}

/** Rolls up the declaration file `entry` of a program: every export, under the name by which users know it. */
export function rollUp(program: ts.Program, entry: string): RolledUp {
  const checker = program.getTypeChecker()
  const file = program.getSourceFile(entry)
  const module = file && checker.getSymbolAtLocation(file)
  if (!module) throw new Error(`${entry} declares nothing`)
  const target = (symbol: ts.Symbol): ts.Symbol =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
  const exported = checker.getExportsOfModule(module).sort((a, b) => (a.name < b.name ? -1 : 1))
  const names = new Map(exported.map((symbol) => [target(symbol), symbol.name]))
  const unnamed = new Set<string>()
  const undocumented: string[] = []

  /** The declaration with every name in it as users know it. */
  const declared = (declaration: ts.Declaration, name: string) => {
    const unnamed: string[] = []
    const source = declaration.getSourceFile().text
    const changes: { start: number; end: number; text: string }[] = []
    const named = (node: ts.Node, symbol: ts.Symbol | undefined): void => {
      const meant = symbol && target(symbol)
      if (!meant || !isOurs(meant) || meant.flags & ts.SymbolFlags.TypeParameter) return
      const text = names.get(meant)
      if (text === undefined) unnamed.push(meant.name)
      else changes.push({ start: node.getStart(), end: node.getEnd(), text })
    }
    const visit = (node: ts.Node): void => {
      if (ts.isImportTypeNode(node)) {
        named(node, node.qualifier && checker.getSymbolAtLocation(node.qualifier))
        return
      }
      if (ts.isTypeReferenceNode(node)) named(node.typeName, checker.getSymbolAtLocation(node.typeName))
      if (ts.isExpressionWithTypeArguments(node)) named(node.expression, checker.getSymbolAtLocation(node.expression))
      if (ts.isTypeQueryNode(node)) named(node.exprName, checker.getSymbolAtLocation(node.exprName))
      ts.forEachChild(node, visit)
    }
    ts.forEachChild(declaration, visit)
    const own = ts.getNameOfDeclaration(declaration)
    if (own) changes.push({ start: own.getStart(), end: own.getEnd(), text: name })
    changes.sort((a, b) => b.start - a.start)
    const from = declaration.getStart(undefined, true)
    let text = source.slice(from, declaration.getEnd())
    for (const change of changes) {
      text = text.slice(0, change.start - from) + change.text + text.slice(change.end - from)
    }
    return { text, unnamed }
  }

  const parts = exported.map((symbol) => {
    const meant = target(symbol)
    const declarations = meant.declarations ?? []
    if (meant.getDocumentationComment(checker).length === 0) undocumented.push(symbol.name)
    const text = declarations.map((each) => declared(each, symbol.name))
    const nameless = text.flatMap((each) => each.unnamed)
    // A choice among words can be spelled out, also where the source derives it from what nobody outside can name.
    const words = nameless.length > 0 ? wordsOf(checker.getDeclaredTypeOfSymbol(meant)) : undefined
    const [first] = declarations
    if (words && first) {
      const comment = first
        .getFullText()
        .slice(0, first.getStart() - first.getFullStart())
        .trim()
      // More words than anyone reads, such as all codes, are no promise one by one.
      const choice = words.length > 50 ? ' string' : words.map((word) => `\n    | ${word}`).join('')
      return `${comment}${comment && '\n'}export type ${symbol.name} =${choice};`
    }
    for (const shown of nameless) unnamed.add(`${symbol.name} shows ${shown}`)
    return text.map((each) => each.text).join('\n')
  })
  return { text: `${parts.join('\n\n')}\n`, unnamed: [...unnamed], undocumented }
}

/** The words of a type that is a choice among words, however it is written down; undefined for any other. */
function wordsOf(type: ts.Type): readonly string[] | undefined {
  const members = type.isUnion() ? type.types : [type]
  return members.every((member) => member.isStringLiteral())
    ? members.map((member) => JSON.stringify((member as ts.StringLiteralType).value)).sort()
    : undefined
}

function isOurs(symbol: ts.Symbol): boolean {
  const [declaration] = symbol.declarations ?? []
  return declaration !== undefined && !declaration.getSourceFile().fileName.includes('/node_modules/typescript/lib/')
}
