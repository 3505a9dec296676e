import type { ProcessorKind } from './processor-kind'
import { arithmeticProcessor } from './processors/arithmetic-processor'
import { arrayMapProcessor } from './processors/array-map-processor'
import { arrayProcessor } from './processors/array-processor'
import { attributeRemapper } from './processors/attribute-remapper'
import { categoryProcessor } from './processors/category-processor'
import { dateRemapper } from './processors/date-remapper'
import { decoderProcessor } from './processors/decoder-processor'
import { excludeAttribute } from './processors/exclude-attribute'
import { geoIpParser } from './processors/geo-ip-parser'
import { grokParser } from './processors/grok-parser'
import { lookupProcessor } from './processors/lookup-processor'
import { messageRemapper } from './processors/message-remapper'
import { nestedPipeline } from './processors/nested-pipeline'
import { schemaCategoryMapper } from './processors/schema-category-mapper'
import { schemaProcessor } from './processors/schema-processor'
import { schemaRemapper } from './processors/schema-remapper'
import { serviceRemapper } from './processors/service-remapper'
import { spanIdRemapper } from './processors/span-id-remapper'
import { statusRemapper } from './processors/status-remapper'
import { stringBuilderProcessor } from './processors/string-builder-processor'
import { traceIdRemapper } from './processors/trace-id-remapper'
import { urlParser } from './processors/url-parser'
import { userAgentParser } from './processors/user-agent-parser'

/** Every processor that the house runs. A new one is one file in `processors/` and a name here. */
export const processorKinds: readonly ProcessorKind[] = [
  grokParser,
  dateRemapper,
  statusRemapper,
  serviceRemapper,
  messageRemapper,
  traceIdRemapper,
  spanIdRemapper,
  attributeRemapper,
  urlParser,
  userAgentParser,
  geoIpParser,
  categoryProcessor,
  arithmeticProcessor,
  stringBuilderProcessor,
  lookupProcessor,
  arrayProcessor,
  arrayMapProcessor,
  decoderProcessor,
  excludeAttribute,
  schemaProcessor,
  schemaRemapper,
  schemaCategoryMapper,
  nestedPipeline,
]

const byType = new Map(processorKinds.map((kind) => [kind.type, kind]))

/** The processor of a type; undefined for one that the house does not know. */
export function processorKind(type: string): ProcessorKind | undefined {
  return byType.get(type)
}
