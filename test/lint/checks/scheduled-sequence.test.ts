import { lintTable } from '../lint-example'

lintTable('R326', [
  {
    about: 'scheduled',
    example: `
options: { detectionMethod: sequence_detection, sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }] } }
cases: [{ status: low, condition: one > 0 }]
schedulingOptions: { rrule: "FREQ=DAILY;INTERVAL=1" }`,
    at: ['schedulingOptions'],
  },
  {
    about: 'in real time',
    example: `
options: { detectionMethod: sequence_detection, sequenceDetectionOptions: { steps: [{ name: one, condition: a > 0 }] } }
cases: [{ status: low, condition: one > 0 }]`,
    at: [],
  },
  {
    about: 'a threshold rule may be scheduled',
    example: `
name: x
schedulingOptions: { rrule: "FREQ=DAILY;INTERVAL=1" }`,
    at: [],
  },
])
