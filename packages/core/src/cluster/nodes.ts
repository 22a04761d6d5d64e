/** One running server: a primary process and its workers, or a process alone. */
export interface ServerNode {
  /** New at every start. */
  readonly id: string;
  readonly host: string;
  /** Of the primary process. */
  readonly pid: number;
  /** Processes that serve HTTP. */
  readonly workers: number;
  readonly version: string;
  /** Both by the database's clock. */
  readonly startedAt: Date;
  readonly lastSeenAt: Date;
  /** Whether it was heard of in the last 20 seconds (a node says so every 5). One that stopped in order is not listed at all. */
  readonly alive: boolean;
}

/** The nodes of this installation. */
export interface Nodes {
  /** Oldest first; a node that died is listed as not alive for a day. */
  list(): Promise<readonly ServerNode[]>;
}

/** What a node says of itself. */
export interface NodeRegistry extends Nodes {
  /** Says that the node lives: the first time with what it is, after that by its id. */
  heartbeat(node: Omit<ServerNode, 'startedAt' | 'lastSeenAt' | 'alive'>): Promise<void>;
  /** The node stops in order. */
  delete(id: string): Promise<void>;
}
