import type { Property } from '../model/value.ts';

/** One property, of a resource that need not be read for it as a whole. */
export function peek(properties: ReadonlyMap<string, Property>, name: string): Property | undefined {
  return properties instanceof LazyProperties ? properties.peek(name) : properties.get(name);
}

/**
 * Properties that are read when they are first asked for, once: of the many resources of a plan most are never
 * looked into. What they are read from is let go of after that. `readOne` gives one of them, alone.
 */
export class LazyProperties implements ReadonlyMap<string, Property> {
  private read: (() => ReadonlyMap<string, Property>) | undefined;
  private known: ReadonlyMap<string, Property> = NONE;

  private readOne: ((name: string) => Property | undefined) | undefined;

  constructor(read: () => ReadonlyMap<string, Property>, readOne?: (name: string) => Property | undefined) {
    this.read = read;
    this.readOne = readOne;
  }

  peek(name: string): Property | undefined {
    return this.readOne ? this.readOne(name) : this.get(name);
  }

  /** All of them without keeping them: nobody else holds this map, unless they were asked for before. */
  passing(): ReadonlyMap<string, Property> {
    return this.read ? this.read() : this.known;
  }

  get size(): number {
    return this.map().size;
  }

  get(name: string): Property | undefined {
    return this.map().get(name);
  }

  has(name: string): boolean {
    return this.map().has(name);
  }

  forEach(visit: (value: Property, key: string, map: ReadonlyMap<string, Property>) => void): void {
    this.map().forEach(visit);
  }

  entries() {
    return this.map().entries();
  }

  keys() {
    return this.map().keys();
  }

  values() {
    return this.map().values();
  }

  [Symbol.iterator]() {
    return this.map()[Symbol.iterator]();
  }

  private map(): ReadonlyMap<string, Property> {
    if (this.read) {
      this.known = this.read();
      this.read = undefined;
      this.readOne = undefined;
    }
    return this.known;
  }
}

const NONE: ReadonlyMap<string, Property> = new Map();
