import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent, Ref } from 'react';

interface RouterLinkProps extends Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href'> {
  /** Address within the console, with its search part; every name in it already encoded. */
  readonly to: string;
  readonly ref?: Ref<HTMLAnchorElement>;
}

/** An ordinary link that does not reload: new tab, middle click and copying work as on every link. */
export function RouterLink({ to, onClick, children, ...rest }: RouterLinkProps) {
  const router = useRouter();
  const href = `${router.basepath === '/' ? '' : router.basepath}${to}`;
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    router.history.push(href);
  };
  return (
    <a {...rest} href={href} onClick={follow}>
      {children}
    </a>
  );
}
