/**
 * One run as a pipeline starts it, over the built program or its sources: 0 when there was nothing to do, 3 after an
 * apply, 4 when the world was in the way.
 */
declare function applyOnce(
  program: string,
  wantedFile: string,
  place: string,
  faults: string,
  tell: (text: string) => void,
): Promise<number>
export = applyOnce
