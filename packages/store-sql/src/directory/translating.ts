import { translateError } from '../driver-errors.ts';

/** The same port, whose failures are those that ports may throw: what a driver says never reaches an edge. */
export function translating<T extends object>(port: T): T {
  const translated = Object.entries(port).map(([name, method]) => [
    name,
    async (...values: readonly unknown[]) => {
      try {
        return await (method as (...values: readonly unknown[]) => unknown)(...values);
      } catch (error) {
        throw translateError(error);
      }
    },
  ]);
  return Object.fromEntries(translated) as T;
}
