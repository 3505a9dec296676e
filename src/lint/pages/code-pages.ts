import type { Code } from '../../diagnostic/codes'
import type { CodePage } from './code-page'
import { conditionPages } from './condition-pages'
import { logPages } from './log-pages'
import { overridePages } from './override-pages'
import { pipelinePages } from './pipeline-pages'
import { planPages } from './plan-pages'
import { queryPages } from './query-pages'
import { rulePages } from './rule-pages'
import { suppressCheckPages } from './suppress-check-pages'
import { suppressionPages } from './suppression-pages'
import { templatePages } from './template-pages'
import { testPages } from './test-pages'
import { trapPages } from './trap-pages'
import { workspacePages } from './workspace-pages'

/** The pages of all codes but those of checks, which each check has itself. */
export const codePages: Readonly<Partial<Record<Code, CodePage>>> = {
  ...queryPages,
  ...trapPages,
  ...conditionPages,
  ...templatePages,
  ...rulePages,
  ...suppressionPages,
  ...suppressCheckPages,
  ...overridePages,
  ...testPages,
  ...logPages,
  ...pipelinePages,
  ...workspacePages,
  ...planPages,
}
