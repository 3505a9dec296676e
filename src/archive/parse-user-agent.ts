import { readFileSync } from 'node:fs'
import { userAgentParserOf } from '../pipeline/user-agents/user-agents'

/** The parser of user agents over ua-parser's public expressions, which are read from their package when first needed. */
export const parseUserAgent = userAgentParserOf(() => readFileSync(require.resolve('uap-core/regexes.yaml'), 'utf8'))
