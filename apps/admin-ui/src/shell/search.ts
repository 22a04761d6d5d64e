/** The search part of an address is anybody's text: what a room understands of it is read here, and nothing else is kept. */
type Raw = Readonly<Record<string, unknown>>;

const text = (raw: Raw, name: string): string | undefined => {
  const value = raw[name];
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value).slice(0, 255) || undefined
    : undefined;
};

const page = (raw: Raw): number | undefined => {
  const value = Number(raw.page);
  return Number.isInteger(value) && value > 1 && value < 1_000_000 ? value : undefined;
};

const texts = <Name extends string>(raw: Raw, names: readonly Name[]) =>
  Object.fromEntries(names.map((name) => [name, text(raw, name)])) as { readonly [K in Name]: string | undefined };

/** Leaves out what is not said, so that addresses stay short. */
const said = <T extends Raw>(values: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as { [K in keyof T]?: Exclude<T[K], undefined> };

export const listSearch = (raw: Raw) => said({ search: text(raw, 'search'), page: page(raw) });
export const sessionsSearch = (raw: Raw) =>
  said({ search: text(raw, 'search'), client: text(raw, 'client'), store: text(raw, 'store'), page: page(raw) });
/** A page with tabs; a list in one of them has its words and its page, too. */
export const tabSearch = (raw: Raw) => said({ tab: text(raw, 'tab'), search: text(raw, 'search'), page: page(raw) });
/** A page of tabs whose lists have filters. */
export const activitySearch = (raw: Raw) =>
  said({ ...tabSearch(raw), ...texts(raw, ['kinds', 'client', 'user', 'live', 'outcome', 'state', 'kind'] as const) });
