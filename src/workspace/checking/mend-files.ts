import { levelFor } from '../../lint/levels'
import { type Mended, mendRule } from '../../lint/mending/mend-rule'
import type { Workspace } from '../workspace'
import type { Selection } from './select-files'

/** A file in which something was mended; nothing is written yet. */
export interface MendedFile extends Mended {
  /** Absolute. */
  readonly path: string
  /** What was read. */
  readonly before: string
  /** As the user knows it. */
  readonly file: string
}

/**
 * Mends the selected files of rules: what Datadog alone sets goes, and for `validate --fix` (`all`) techniques that ATT&CK gave
 * up are replaced, unless the workspace has switched that check off. A file that is no whole YAML, or holds no
 * rule, is left alone.
 */
export function mendFiles(workspace: Workspace, isSelected: Selection, which: 'fmt' | 'all'): readonly MendedFile[] {
  const successors = which === 'all' && levelFor('R330', workspace.config.policy.lint) !== 'off'
  return workspace.rules.flatMap(({ path, document, draft }) => {
    if (!draft || !isSelected(path) || document.diagnostics.length > 0) return []
    const mended = mendRule(document, { successors })
    const { text: before, path: file } = document.source
    return mended.text === before ? [] : [{ ...mended, path, before, file }]
  })
}
