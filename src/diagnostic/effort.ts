/** How much work a search for trouble may be: what is looked at pair by pair stops there, however long the input is. */
export class Effort {
  constructor(private left: number) {}

  /** Whether there are so many steps left; then they are spent. */
  spend(steps: number): boolean {
    if (steps > this.left) return false
    this.left -= steps
    return true
  }
}
