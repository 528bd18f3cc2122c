/** The same numbers in every run: mulberry32, a generator of 32 bits of state. */
export class Random {
  constructor(private state: number) {}

  /** From 0 up to, and without, 1. */
  public fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  public below(limit: number): number {
    return Math.floor(this.fraction() * limit);
  }

  public between(first: number, last: number): number {
    return first + this.below(last - first + 1);
  }

  public one<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }

  public from(characters: string, length: number): string {
    return Array.from({ length }, () => characters[this.below(characters.length)]).join("");
  }

  public digits(length: number): string {
    return this.from("0123456789", length);
  }
}
