// The list of attempts on mailed links in docs/security-tests.md, from what the test tries.
const shown = (text) => `\`${JSON.stringify(text).slice(1, -1).replaceAll('|', '\\|').replaceAll('`', '´')}\``;
const claims = (change) =>
  `\`${Object.entries(change)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    .join(', ')}\``;
const headers = (set) =>
  Object.entries(set)
    .map(([name, value]) => `\`${name}: ${value}\``)
    .join(' with ');

export async function linkAttempts() {
  const tried = await import('../../apps/e2e/src/link-attempts.ts');
  const rows = [
    ['headers of the request that mails the link', 'the mailed host is the configured one', tried.FORGED_HOSTS.map(headers)],
    ['`redirect_uri` of a client that has `http://localhost:9999/*`', '400 "Invalid redirect uri."', tried.WAYS_BACK.map(shown)],
    [
      'a claim changed, the signature kept',
      '400 to GET and POST, nothing changed',
      tried.changedClaims({ anotherUser: 'another user', anotherRealm: 'another realm' }).map(claims),
    ],
    ['a key made without the realm’s', '400 to GET and POST', Object.keys(tried.FORGED_KEYS)],
    ['HS512 signed with what is public', '400 to GET and POST', tried.PUBLIC_SECRETS],
    ['a good link at another realm', '400 "belongs to another place", and it stays good at its own', ['a realm beside it', '`master`']],
    ['something else of the person as a link', '400 to GET and POST', tried.NOT_LINKS],
    ['a good link as something else', 'refused as any wrong token', tried.LINK_AS],
    [
      'the link with another person named in the form, or signed in',
      'it acts on its own user alone',
      ['`username`, `user`, `sub`, `userId`, `email`'],
    ],
    ['addresses of strangers', 'no second recipient, no command', tried.ADDRESSES.map(shown)],
  ];
  return [
    '| what is tried | outcome | attempts |',
    '|---|---|---|',
    ...rows.map(([what, outcome, list]) => `| ${what} | ${outcome} | ${list.length}: ${list.join(' · ')} |`),
  ].join('\n');
}
