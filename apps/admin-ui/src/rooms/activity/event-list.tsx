import { Anchor, Text } from '@mantine/core';
import { IconAlertTriangle, IconPointFilled } from '@tabler/icons-react';
import type { LoginEvent } from '../../api/activity-types.ts';
import { useFormat } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { paths } from '../../ui/paths.ts';
import { RouterLink } from '../../ui/router-link.tsx';
import { isFailure, sentenceOf } from './event-sentence.ts';
import './events.css';

/** Events as sentences; what else is known of one is folded below it. */
export function EventList({ realm, events }: { readonly realm: string; readonly events: readonly LoginEvent[] }) {
  const t = useText();
  return (
    <ol className="events" aria-label={t('activity.tabEvents')}>
      {events.map((event) => (
        <EventRow key={event.id} realm={realm} event={event} />
      ))}
    </ol>
  );
}

function EventRow({ realm, event }: { readonly realm: string; readonly event: LoginEvent }) {
  const t = useText();
  const { dateTime } = useFormat();
  const failed = isFailure(event);
  const { key } = sentenceOf(event);
  const user = event.details?.username ?? event.userId ?? t('event.somebody');
  const words = t(key, { user, client: event.clientId ?? t('event.noClient'), type: event.type, error: event.error ?? '' });
  const more = Object.entries({
    ...event.details,
    ...(event.sessionId === undefined ? {} : { session: event.sessionId }),
    ...(event.ipAddress === undefined ? {} : { address: event.ipAddress }),
    type: event.type,
  });
  return (
    <li className="event" data-failed={failed || undefined}>
      <details>
        <summary>
          {failed ? <IconAlertTriangle size={16} aria-hidden /> : <IconPointFilled size={16} aria-hidden />}
          <span className="event-words anywhere">
            {words}
            {failed && event.error !== undefined && <> ({event.error})</>}
          </span>
          <Text size="xs" c="dimmed" className="nowrap" component="time" dateTime={new Date(event.time).toISOString()}>
            {dateTime(event.time)}
          </Text>
        </summary>
        <dl className="event-details">
          {more.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className="anywhere">{String(value)}</dd>
            </div>
          ))}
        </dl>
        {event.userId !== undefined && (
          <Text size="sm" pl={28} pb="xs">
            <Anchor component={RouterLink} to={paths.user(realm, event.userId)}>
              {t('activity.toPerson')}
            </Anchor>
          </Text>
        )}
      </details>
    </li>
  );
}
