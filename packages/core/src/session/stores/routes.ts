import { AnteroomError } from '../../errors.ts';
import { storeTagOf } from '../record-id.ts';
import type { StorePlaces } from './store-changes.ts';

/** Where the record of an id is looked for: in one store, or, while it is emptied, there and then in the target. */
export interface Route {
  readonly at: string;
  /** The target, while `at` is emptied. */
  readonly to: string | null;
}

/** The places as the verbs of the router need them. */
export interface Routes {
  readonly epoch: number;
  /** Tag of new ids. */
  readonly first: string;
  /** Null when no store has, or ever had, the tag of the id. */
  routeOf(id: string): Route | null;
  /** Every store that may hold a record: those that are emptied, then the others. */
  readonly sources: readonly string[];
  readonly others: readonly string[];
}

/** Nothing was ever changed: every tag lives in its own store, ids without one in the first. */
export function firstPlaces(tags: readonly string[]): StorePlaces {
  return { v: 1, epoch: 0, untagged: tags[0] ?? '', homes: {}, change: null };
}

/** `tags` of the configured stores, in their order. */
export function createRoutes(tags: readonly string[], places: StorePlaces): Routes {
  const moving = places.change?.state === 'moving' ? places.change : null;
  const homeOf = (tag: string) => places.homes[tag] ?? tag;
  const untagged = tags.includes(places.untagged) ? places.untagged : homeOf(tags[0] ?? '');
  const isEmptied = (home: string) => moving?.from.includes(home) ?? false;
  const homes = homesOf(tags, places);
  const sources = homes.filter(isEmptied);
  const firstHome = homeOf(tags[0] ?? '');
  return {
    epoch: places.epoch,
    first: isEmptied(firstHome) && moving !== null ? moving.to : firstHome,
    routeOf: (id) => {
      const tag = storeTagOf(id);
      const at = tag === null ? untagged : (places.homes[tag] ?? (tags.includes(tag) ? tag : null));
      return at === null ? null : { at, to: isEmptied(at) && moving !== null ? moving.to : null };
    },
    sources,
    others: [...new Set([...homes.filter((home) => !isEmptied(home)), ...(moving === null ? [] : [moving.to])])],
  };
}

/** The configured stores that are the home of something. */
export function homesOf(tags: readonly string[], places: StorePlaces): readonly string[] {
  const homes = new Set([...tags.map((tag) => places.homes[tag] ?? tag), ...Object.values(places.homes), places.untagged]);
  return tags.filter((tag) => homes.has(tag));
}

/** Refuses a configuration that lacks a store in which records of a configured one live, or are about to. */
export function checkPlaces(tags: readonly string[], places: StorePlaces): void {
  for (const tag of tags) {
    const home = places.homes[tag] ?? tag;
    if (!tags.includes(home)) throw missing(tag, home);
    const { change } = places;
    if (change?.state === 'moving' && change.from.includes(home) && !tags.includes(change.to)) throw missing(tag, change.to);
    if (change?.state === 'moving' && change.to === home) {
      for (const from of change.from) if (!tags.includes(from)) throw missing(tag, from);
    }
  }
}

function missing(tag: string, home: string): AnteroomError {
  return new AnteroomError(
    'configuration',
    `ANTEROOM_SESSION_STORE: records of store "${tag}" were moved between it and store "${home}", which is not named; name both`,
  );
}
