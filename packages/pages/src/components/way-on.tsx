import { safeUrl } from '../safe-url.ts';

export interface WayOnProps {
  readonly id: string;
  readonly url: string | null | undefined;
  readonly text: string;
  /** `back` leads out of here, to the application the person came from. */
  readonly direction?: 'back' | 'on';
}

/** A page that ends something always says how to go on, if there is anywhere to go. */
export function WayOn({ id, url, text, direction = 'back' }: WayOnProps) {
  const href = safeUrl(url);
  if (href === null) return null;
  return (
    <p class={direction === 'back' ? 'way-back' : 'way-on'}>
      <a id={id} href={href}>
        {text}
      </a>
    </p>
  );
}
