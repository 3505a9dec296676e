/**
 * What reads and runs log pipelines, with its processors and grok: loaded when a workspace has the first file of that kind,
 * since most have none and start the sooner.
 */
export const pipelineReader = () =>
  require('../../pipeline/read-pipeline') as typeof import('../../pipeline/read-pipeline')

export const pipelineTestReader = () =>
  require('../../pipeline/samples/read-pipeline-tests') as typeof import('../../pipeline/samples/read-pipeline-tests')

export const pipelineRunner = () =>
  require('../../pipeline/intake/process-raw') as typeof import('../../pipeline/intake/process-raw')
