import { useMemo } from 'react';
import { useLanguage } from './text.tsx';

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** "3 minutes ago"; whole units only, "now" below a minute. */
function relativeTime(format: Intl.RelativeTimeFormat, then: Date, now: Date): string {
  const seconds = Math.round((then.getTime() - now.getTime()) / 1000);
  for (const [unit, size] of STEPS) if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  return format.format(0, 'second');
}

/** Dates and numbers in the chosen language. */
export function useFormat() {
  const { region } = useLanguage();
  return useMemo(() => {
    const dateTime = new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'medium' });
    const relative = new Intl.RelativeTimeFormat(region, { numeric: 'auto' });
    const number = new Intl.NumberFormat(region);
    return {
      dateTime: (value: string | number) => dateTime.format(new Date(value)),
      relative: (value: string | number, now: Date) => relativeTime(relative, new Date(value), now),
      number: (value: number) => number.format(value),
    };
  }, [region]);
}
