import { createColors } from 'picocolors'
import type { Painter as FramePainter } from '../diagnostic/frame'

type Paint = (text: string) => string

/** Gives text its colour by what it means, or leaves it alone. */
export interface Painter extends FramePainter {
  readonly good: Paint
  readonly added: Paint
  readonly removed: Paint
  readonly changed: Paint
  readonly severities: Readonly<Record<'info' | 'low' | 'medium' | 'high' | 'critical', Paint>>
}

export function makePainter(colour: boolean): Painter {
  const { bold, dim, red, yellow, green, cyan, magenta } = createColors(colour)
  return {
    error: red,
    warning: yellow,
    info: cyan,
    bold,
    faint: dim,
    good: green,
    added: green,
    removed: red,
    changed: yellow,
    severities: { info: dim, low: cyan, medium: yellow, high: red, critical: magenta },
  }
}
