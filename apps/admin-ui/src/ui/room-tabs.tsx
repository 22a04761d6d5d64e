import { Tabs } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTab } from './use-tab.ts';

export interface RoomTab {
  /** Stands in the address. */
  readonly id: string;
  readonly title: string;
  readonly panel: ReactNode;
  /** False: this person or this thing has no such tab. */
  readonly shown?: boolean;
}

/** The tabs of a room; only the open one is made. */
export function RoomTabs({ tabs }: { readonly tabs: readonly [RoomTab, ...(readonly RoomTab[])] }) {
  const [first, ...others] = tabs;
  const shown = [first, ...others.filter((tab) => tab.shown !== false)] as const;
  const { tab, open } = useTab([first.id, ...shown.slice(1).map(({ id }) => id)]);
  return (
    <Tabs value={tab} onChange={open} keepMounted={false}>
      <Tabs.List mb="lg">
        {shown.map(({ id, title }) => (
          <Tabs.Tab key={id} value={id}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {shown.map(({ id, panel }) => (
        <Tabs.Panel key={id} value={id}>
          {panel}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
