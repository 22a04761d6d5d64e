// What kcreg.sh is asked for, in this order, of a Keycloak and of Anteroom, in realm master; `kcadm ` in front asks kcadm.sh. `{{name}}` is
// what an earlier command printed.

/** [arguments, name under which what it printed is kept, what of it: the last line unless a pattern says otherwise]. */
export const COMMANDS = [
  ['attrs'],
  ['attrs -e oidc'],
  // with the token of an administrator
  ['create -s clientId=kcreg-shop -s redirectUris=["http://localhost:9999/*"]'],
  ['create -s clientId=kcreg-shop'],
  ['get kcreg-shop'],
  ['get kcreg-shop -c'],
  ['get kcreg-shop -e oidc'],
  ['get kcreg-shop -e install'],
  ['get kcreg-none'],
  ['update kcreg-shop -s name=Shop -s publicClient=true -o'],
  ['update kcreg-shop -s redirectUris=["http://localhost:9999/#x"]'],
  ['update kcreg-shop -s nonsense=1'],
  ['get kcreg-shop -e install'],
  ['update-token kcreg-shop'],
  ['update kcreg-shop -s description=Again'],
  ['create -e oidc -s client_name=kcreg-oidc -s redirect_uris=["http://localhost:9999/cb"] -i', 'oidc'],
  ['get {{oidc}} -e oidc'],
  ['update {{oidc}} -e oidc -s client_name=Renamed -o'],
  ['delete {{oidc}}'],
  ['delete kcreg-shop'],
  ['delete kcreg-shop'],
  // with tokens of registration
  ['kcadm create clients-initial-access -r master -s count=2 -s expiration=600 -o', 'initial', /"token" : "([^"]+)"/],
  [
    'create -t {{initial}} -s clientId=kcreg-own -s redirectUris=["http://localhost:9999/*"] -o',
    'access',
    /"registrationAccessToken" : "([^"]+)"/,
  ],
  [
    'create -t {{initial}} -s clientId=kcreg-m -s protocolMappers=[{"name":"m","protocol":"openid-connect","protocolMapper":"oidc-hardcoded-claim-mapper"}]',
  ],
  ['create -t garbage -s clientId=kcreg-x'],
  ['get kcreg-own -t {{access}}'],
  ['get kcreg-own -t {{access}} -e install'],
  ['get kcreg-own -t {{initial}}'],
  ['update kcreg-own -t {{access}} -s name=Own -o', 'next', /"registrationAccessToken" : "([^"]+)"/],
  ['get kcreg-own -t {{access}}'],
  ['delete kcreg-own -t {{next}}'],
];

/** What is left of an earlier run. */
export const CLEAN_UP = [['delete kcreg-shop'], ['delete kcreg-own']];
