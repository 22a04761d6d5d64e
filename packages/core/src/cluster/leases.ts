/**
 * Work that one of many nodes does at a time. Time is the database's, so clocks of nodes that differ do not matter. A holder that was
 * stopped for longer than its lease and goes on may work beside the next holder for a moment: what is leased must bear that (rows of
 * the outbox are claimed one by one, freeing what expired may happen twice).
 */
export interface Leases {
  /** Takes the lease, or renews it for the one who has it, for `seconds` from now. False while another one has it. */
  take(name: string, holder: string, seconds: number): Promise<boolean>;
  /** Gives the lease back, so that the next one need not wait; nothing happens when another has it. */
  release(name: string, holder: string): Promise<void>;
}
