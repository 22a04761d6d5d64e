/** Seconds. */
const UNITS = { minutes: 60, hours: 3_600, days: 86_400 } as const;

export interface LinkForm {
  readonly actions: string[];
  readonly amount: number | string;
  readonly unit: keyof typeof UNITS;
  readonly client: string | null;
  readonly redirectUri: string;
}

/** What most links are for; Keycloak's twelve hours. */
export const FIRST: LinkForm = { actions: ['UPDATE_PASSWORD'], amount: 12, unit: 'hours', client: null, redirectUri: '' };

/** What the form asks for, in the words of the calls. */
export const linkRequest = ({ actions, amount, unit, client, redirectUri }: LinkForm) => ({
  actions,
  lifespan: Number(amount) * UNITS[unit],
  ...(client === null ? {} : { clientId: client }),
  ...(client === null || redirectUri.trim() === '' ? {} : { redirectUri: redirectUri.trim() }),
});
