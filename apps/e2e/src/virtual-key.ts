import type { CDPSession, Page } from 'playwright-core';

export interface VirtualKey {
  readonly id: string;
  readonly devtools: CDPSession;
  count(): Promise<number>;
  /** Whether the person touches it, and is recognised. */
  answer(how: { readonly present: boolean; readonly verified: boolean }): Promise<void>;
}

/** An authenticator of Chromium's own in a page: built in, with fingerprint and passkeys. */
export async function addVirtualKey(page: Page): Promise<VirtualKey> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId: id } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return {
    id,
    devtools,
    async count() {
      return (await devtools.send('WebAuthn.getCredentials', { authenticatorId: id })).credentials.length;
    },
    async answer({ present, verified }) {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId: id, isUserVerified: verified });
      await devtools.send('WebAuthn.setAutomaticPresenceSimulation', { authenticatorId: id, enabled: present });
    },
  };
}
