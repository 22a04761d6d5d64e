import type { InvalidatedRealmCache, Log, RealmStore, TopicStore, Topics } from '@anteroom/core';
import type { Changed, Siblings } from './changed.ts';

export interface ChangesDependencies {
  readonly realms: Pick<InvalidatedRealmCache, 'invalidate' | 'drop'>;
  readonly versions: RealmStore['versions'];
  readonly topics: TopicStore;
  readonly siblings: Siblings;
  readonly log: Log;
}

export interface Changes {
  readonly topics: Topics;
  /** A commit of this process changed the configuration of a realm; resolves when this node knows. */
  realmChanged(realmId: string): Promise<void>;
  /** A sibling says that something changed; resolves when this process has done what it does about it. */
  hear(changed: Changed): Promise<void>;
  /** Looks into the database for what other nodes changed and passes it on to the siblings. One process of a node does so, twice a second. */
  poll(): Promise<void>;
  /** Does what a change of everything would do, in this process alone: it may have missed something. */
  catchUp(): Promise<void>;
}

/** Keeps the copies that this process holds of shared state in step with the database. */
export function createChanges({ realms, versions, topics, siblings, log }: ChangesDependencies): Changes {
  const subscribers = new Map<string, (() => Promise<void> | void)[]>();
  let knownRealms = '';
  let knownTopics: ReadonlyMap<string, number> = new Map();

  async function topicChanged(name: string): Promise<void> {
    for (const changed of subscribers.get(name) ?? []) {
      try {
        await changed();
      } catch (error) {
        log.error('topic.not_followed', { topic: name, error });
      }
    }
  }

  async function hear(changed: Changed): Promise<void> {
    switch (changed.kind) {
      case 'realm':
        realms.invalidate(changed.id);
        return;
      case 'topic':
        return topicChanged(changed.name);
      case 'polled':
        realms.drop(new Map(changed.realms));
        for (const name of changed.topics) await topicChanged(name);
    }
  }

  async function spread(changed: Changed): Promise<void> {
    await Promise.all([hear(changed), siblings.tell(changed)]);
  }

  return {
    hear,
    async catchUp() {
      realms.drop(await versions());
      for (const name of subscribers.keys()) await topicChanged(name);
    },
    realmChanged: (id) => spread({ kind: 'realm', id }),
    topics: {
      subscribe(name, changed) {
        subscribers.set(name, [...(subscribers.get(name) ?? []), changed]);
      },
      async announce(name) {
        await topics.raise(name);
        await spread({ kind: 'topic', name });
      },
    },
    async poll() {
      const [realmVersions, topicVersions] = await Promise.all([versions(), topics.versions()]);
      // The first look finds every topic raised: who subscribed may have read before the last change.
      const raised = [...topicVersions].filter(([name, version]) => knownTopics.get(name) !== version).map(([name]) => name);
      const found = [...realmVersions].sort(([one], [other]) => (one < other ? -1 : 1));
      const text = JSON.stringify(found);
      if (raised.length === 0 && text === knownRealms) return;
      knownTopics = topicVersions;
      knownRealms = text;
      await spread({ kind: 'polled', realms: found, topics: raised });
    },
  };
}
