import type { Component } from '@anteroom/core';

/**
 * Where a key stands in its rotation, kept in the configuration of its provider: Keycloak keeps configuration that it does not know.
 * `signsFrom`: published, and not used yet. `signsSince`: when it began, as far as known. `servedUntil`: it signs no more, and until then
 * there may be something it signed. Epoch seconds.
 */
export type RotationMark = 'rotation.signsFrom' | 'rotation.signsSince' | 'rotation.servedUntil';

const MARKS: readonly RotationMark[] = ['rotation.signsFrom', 'rotation.signsSince', 'rotation.servedUntil'];

export function rotationMark(component: Pick<Component, 'config'>, mark: RotationMark): number | null {
  const value = Number(component.config[mark]?.[0] ?? Number.NaN);
  return Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** The same provider at another place of its rotation: these marks and no others. */
export function withMarks(component: Component, active: boolean | null, marks: Readonly<Partial<Record<RotationMark, number>>>): Component {
  const kept = Object.entries(component.config).filter(([key]) => !MARKS.includes(key as RotationMark));
  const config = Object.fromEntries([...kept, ...Object.entries(marks).map(([mark, value]) => [mark, [String(value)]])]);
  return { ...component, config: active === null ? config : { ...config, active: [String(active)] } };
}
