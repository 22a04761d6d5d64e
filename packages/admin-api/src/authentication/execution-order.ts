import { byPriority, type Execution } from '@anteroom/core';

/** Swaps an execution with its neighbour; the priorities stay where they are, as long as they say an order at all. */
export function moved(executions: readonly Execution[], id: string, direction: 'raise' | 'lower'): readonly Execution[] {
  const order = byPriority(executions);
  const from = order.findIndex((execution) => execution.id === id);
  const to = direction === 'raise' ? from - 1 : from + 1;
  if (from < 0 || to < 0 || to >= order.length) return executions;
  const priorities = order.map((execution) => execution.priority);
  const distinct = new Set(priorities).size === priorities.length;
  const swapped = [...order];
  [swapped[from], swapped[to]] = [swapped[to]!, swapped[from]!];
  return swapped.map((execution, index) => ({ ...execution, priority: distinct ? priorities[index]! : (index + 1) * 10 }));
}

/** A new execution goes behind the others. */
export function nextPriority(executions: readonly Execution[]): number {
  return Math.max(-1, ...executions.map((execution) => execution.priority)) + 1;
}
