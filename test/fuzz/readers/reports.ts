import assert from 'node:assert/strict'
import type { Diagnostic } from '../../../src/diagnostic/diagnostic'
import { drawDiagnostic } from '../../../src/diagnostic/frame'
import { codeQuality } from '../../../src/report/code-quality'
import { diagnosticsJunit } from '../../../src/report/diagnostics-junit'
import { diagnosticsMarkdown } from '../../../src/report/diagnostics-markdown'
import { githubAnnotations } from '../../../src/report/github-annotations'
import { junit } from '../../../src/report/junit'
import { sarif } from '../../../src/report/sarif'
import { hostileNames, hostileText } from '../../hostile/corpus'
import { harmIn } from '../../hostile/harm'
import { noMistakes, type Reader } from '../reader'

/** Names and texts of others in each medium: what is written is read again, and does nothing to its reader. */
export const reports: Readonly<Record<string, Reader>> = {
  'name in a report': {
    good: [
      'rules/a b.rule.yaml',
      ...hostileNames,
      hostileText(1),
      '# a\n| b | c |\n@user https://example.com ::error::x\n```\n',
      ']]><a b="&#0;">',
    ],
    read: (text) => {
      const source = { path: text || 'a', text }
      const diagnostics: readonly Diagnostic[] = [
        { code: 'R204', severity: 'error', message: text, help: text, span: { source, start: 0, end: text.length } },
        {
          code: 'W004',
          severity: 'warning',
          message: text,
          span: { source, start: Math.floor(text.length / 2), end: text.length },
        },
        { code: 'R101', severity: 'info', message: text },
      ]
      const written: Readonly<Record<string, string>> = {
        junit: String(junit(diagnosticsJunit(diagnostics, [source.path, 'b']))),
        sarif: String(sarif(diagnostics, '0.1.0', 'validate')),
        json: String(codeQuality(diagnostics)),
        github: String(githubAnnotations(diagnostics)),
        markdown: String(diagnosticsMarkdown('Mistakes', 'Three.', diagnostics, undefined)),
        text: diagnostics.map((each) => String(drawDiagnostic(each, { columns: 80 }))).join('\n'),
      }
      for (const [format, output] of Object.entries(written)) {
        // Within a word GitHub takes nothing for an address.
        const harm = harmIn(format, output.replace(/(?<=\w)(?:www\.|https?:\/\/)/gi, ''))
        assert.equal(harm[0], undefined, `${format}: ${harm[0]}`)
      }
      return noMistakes
    },
  },
}
