import { type Diagnostic, type Finding, placeFinding } from '../diagnostic/diagnostic'
import { valueAt } from '../json/value-at-path'
import { isHarmless } from '../rule/unread/unknown-keys'
import type { YamlDocument } from '../yaml/yaml-document'

/**
 * Tells of keys that nobody here knows once a key, at the first rule that has it, and not once a rule: a newer option of
 * Datadog's stands in a hundred rules at once.
 */
export class UnknownRuleKeys {
  private readonly found = new Map<string, { document: YamlDocument; finding: Finding; files: number }>()

  constructor(private readonly harmlessKeys: ReadonlySet<string>) {}

  /** Takes what was found in one rule, and gives back what is to be told of it by itself. */
  take(document: YamlDocument, findings: readonly Finding[]): readonly Finding[] {
    const ofFile = new Set<string>()
    return findings.filter((finding) => {
      const key = finding.path.at(-1)
      if (finding.code !== 'R104' || typeof key !== 'string') return true
      if (isHarmless(key, valueAt(document.value, finding.path), this.harmlessKeys)) return false
      const known = this.found.get(finding.message)
      if (!known) this.found.set(finding.message, { document, finding, files: 1 })
      else if (!ofFile.has(finding.message)) known.files++
      ofFile.add(finding.message)
      return false
    })
  }

  told(): readonly Diagnostic[] {
    return [...this.found.values()].map(({ document, finding, files }) => {
      const elsewhere = files === 2 ? ', nor has one in another file' : `, nor have those in ${files - 1} other files`
      const message = files === 1 ? finding.message : `${finding.message}${elsewhere}`
      const near = finding.help?.startsWith('did you mean') ? `${finding.help} ` : ''
      const help = `${near}it is kept and sent, and its rule is not evaluated; if it changes nothing about detection, name it in ddac.yaml under policy.harmlessKeys`
      return placeFinding({ ...finding, message, help }, document.locate)
    })
  }
}
