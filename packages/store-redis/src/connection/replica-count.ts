/** How many replicas must have a write before it is acknowledged: as configured, otherwise as many as may be promoted. */
export interface ReplicaCount {
  current(): number;
  /** `seen`: replicas that may be promoted, by the word of somebody who may say so. */
  update(seen: number): void;
}

/**
 * `floor`: what the number does not go below once it was that high. Where nobody tells a master that it was left behind, one replica must
 * always answer: a master whose replicas are all gone may be just that.
 */
export function createReplicaCount(configured: number | null, floor: number): ReplicaCount {
  let count = configured ?? 0;
  return {
    current: () => count,
    update: (seen) => {
      if (configured === null) count = Math.max(seen, Math.min(count, floor));
    },
  };
}
