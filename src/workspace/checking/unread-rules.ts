import { basename } from 'node:path'
import type { Finding } from '../../diagnostic/diagnostic'
import { valueAt } from '../../json/value-at-path'
import { stemOf } from '../list-files'
import type { Workspace } from '../workspace'

/**
 * The ids of rules whose files are no whole YAML, as far as their text shows them: what names such a rule is not told to name
 * none.
 */
export function unreadRules({ rules }: Workspace): ReadonlySet<string> {
  return new Set(
    rules.flatMap(({ draft, path, document: { value, source } }) => {
      if (draft || value !== undefined) return []
      const [, id] = /^["']?id["']?\s*:\s*["']?([\w-]+)/m.exec(source.text) ?? []
      return [id ?? basename(stemOf(path))]
    }),
  )
}

/** Whether a suppression is only said to find no rule because one cannot be read. */
export function isAboutUnread({ code, path }: Finding, value: unknown, unread: ReadonlySet<string>): boolean {
  if (code !== 'S104' || unread.size === 0) return false
  const named = valueAt(value, path)
  // Which tags it has, and which queries find it, nobody knows.
  const isId = path[0] === 'rules' && typeof named === 'string' && !named.includes(':')
  return isId ? unread.has(named) : true
}
