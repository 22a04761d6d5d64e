// What kcadm.sh is asked for, in this order, of a Keycloak and of Anteroom. `{{name}}` is the id that an earlier command printed.
const R = 'kcadm';

/** [arguments, name under which the printed id is kept]; without `-r` where the server itself is meant. */
export const COMMANDS = [
  // realms
  ['create realms -s realm=kcadm -s enabled=true -s displayName=Tools'],
  ['get realms/kcadm --fields realm,enabled,displayName,sslRequired,accessTokenLifespan,ssoSessionIdleTimeout'],
  ['get realms --fields realm --format csv --noquotes'],
  ['update realms/kcadm -s registrationAllowed=true -s accessTokenLifespan=600 -s loginTheme=keycloak'],
  ['get realms/kcadm --fields registrationAllowed,accessTokenLifespan,loginTheme'],
  ['create realms -s realm=kcadm'],
  ['get realms/nowhere'],
  // users
  [`create users -r ${R} -s username=ann -s enabled=true -s email=ann@kcadm.test -s firstName=Ann -s lastName=Tools -i`, 'ann'],
  [`create users -r ${R} -s username=bob -s enabled=true -i`, 'bob'],
  [`create users -r ${R} -s username=ann`],
  [`get users -r ${R} -q username=ann --fields username,email,enabled,emailVerified`],
  [`get users -r ${R} --fields username,enabled --format csv`],
  [`get users/count -r ${R}`],
  [`get users/{{ann}} -r ${R} --fields username,email,requiredActions,disableableCredentialTypes,totp`],
  [`update users/{{ann}} -r ${R} -s emailVerified=true -s requiredActions=["CONFIGURE_TOTP"]`],
  [`get users/{{ann}} -r ${R} --fields emailVerified,requiredActions`],
  [`set-password -r ${R} --username ann --new-password Tools-pw-1`],
  [`set-password -r ${R} --userid {{bob}} --new-password Tools-pw-2 --temporary`],
  [`get users/{{bob}} -r ${R} --fields username,requiredActions`],
  [`get users/00000000-0000-0000-0000-000000000000 -r ${R}`],
  // roles
  [`create roles -r ${R} -s name=clerk -s description=Writes`],
  [`create roles -r ${R} -s name=chief`],
  [`create roles -r ${R} -s name=clerk`],
  [`get roles/clerk -r ${R} --fields name,description,composite,clientRole`],
  [`get roles -r ${R} --fields name,composite`],
  [`update roles/clerk -r ${R} -s description=Reads`],
  [`add-roles -r ${R} --rname chief --rolename clerk`],
  [`get-roles -r ${R} --rname chief --effective --fields name`],
  [`add-roles -r ${R} --uusername ann --rolename chief`],
  [`get-roles -r ${R} --uusername ann --fields name`],
  [`get-roles -r ${R} --uusername ann --effective --fields name`],
  [`get-roles -r ${R} --uusername ann --available --fields name`],
  [`add-roles -r ${R} --uusername ann --cclientid realm-management --rolename view-users --rolename query-groups`],
  [`get-roles -r ${R} --uusername ann --cclientid realm-management --fields name`],
  [`remove-roles -r ${R} --uusername ann --cclientid realm-management --rolename query-groups`],
  [`remove-roles -r ${R} --uusername ann --rolename chief`],
  [`get roles/nothing -r ${R}`],
  // groups
  [`create groups -r ${R} -s name=staff -i`, 'staff'],
  [`create groups/{{staff}}/children -r ${R} -s name=night -i`, 'night'],
  [`get groups -r ${R} --fields name,path,subGroupCount`],
  [`get groups/{{staff}}/children -r ${R} --fields name,path`],
  [`update groups/{{staff}} -r ${R} -s name=staff -s attributes.floor=["2"]`],
  [`get groups/{{staff}} -r ${R} --fields name,path,attributes`],
  [`update users/{{ann}}/groups/{{night}} -r ${R} -s realm=${R} -s userId={{ann}} -s groupId={{night}} -n`],
  [`get users/{{ann}}/groups -r ${R} --fields name,path`],
  [`get groups/{{night}}/members -r ${R} --fields username`],
  [`add-roles -r ${R} --gname staff --rolename clerk`],
  [`get-roles -r ${R} --gname staff --fields name`],
  [`delete users/{{ann}}/groups/{{night}} -r ${R}`],
  // clients
  [`create clients -r ${R} -s clientId=shop -s enabled=true -s redirectUris=["http://localhost:9999/*"] -i`, 'shop'],
  [
    `get clients -r ${R} -q clientId=shop --fields clientId,enabled,publicClient,redirectUris,protocol,standardFlowEnabled,fullScopeAllowed`,
  ],
  [`get clients -r ${R} --fields clientId --format csv --noquotes`],
  [`update clients/{{shop}} -r ${R} -s publicClient=true -s directAccessGrantsEnabled=true`],
  [`get clients/{{shop}} -r ${R} --fields publicClient,directAccessGrantsEnabled,attributes`],
  [`create clients/{{shop}}/roles -r ${R} -s name=buyer`],
  [`get clients/{{shop}}/roles -r ${R} --fields name,clientRole`],
  [`get clients/{{shop}}/installation/providers/keycloak-oidc-keycloak-json -r ${R}`],
  [
    `create clients/{{shop}}/protocol-mappers/models -r ${R} -s name=dept -s protocol=openid-connect -s protocolMapper=oidc-usermodel-attribute-mapper -s config={"claim.name":"dept","user.attribute":"dept","jsonType.label":"String"} -i`,
    'mapper',
  ],
  [`get clients/{{shop}}/protocol-mappers/models -r ${R} --fields name,protocolMapper`],
  [`create clients -r ${R} -s clientId=shop`],
  // client scopes
  [`create client-scopes -r ${R} -s name=orders -s protocol=openid-connect -i`, 'orders'],
  [`get client-scopes -r ${R} --fields name,protocol`],
  [`update clients/{{shop}}/optional-client-scopes/{{orders}} -r ${R}`],
  [`get clients/{{shop}}/optional-client-scopes -r ${R} --fields name`],
  [`get default-default-client-scopes -r ${R} --fields name`],
  // flows
  [`get authentication/flows -r ${R} --fields alias,providerId,topLevel,builtIn`],
  [`create authentication/flows/browser/copy -r ${R} -s newName=ours`],
  [`get authentication/flows/ours/executions -r ${R} --fields displayName,requirement,level,index,providerId`],
  [`create authentication/flows/ours/executions/execution -r ${R} -s provider=deny-access-authenticator`],
  [`update realms/${R} -s browserFlow=ours`],
  [`get realms/${R} --fields browserFlow`],
  [`get authentication/required-actions -r ${R} --fields alias,enabled,defaultAction,priority`],
  [
    `update authentication/required-actions/TERMS_AND_CONDITIONS -r ${R} -s alias=TERMS_AND_CONDITIONS -s name=Terms -s providerId=TERMS_AND_CONDITIONS -s enabled=true -s defaultAction=false -s priority=20`,
  ],
  // keys, components, events
  [`get keys -r ${R} --fields keys(providerPriority,status,type,algorithm,use)`],
  [`get components -r ${R} -q type=org.keycloak.keys.KeyProvider --fields name,providerId,providerType`],
  [
    `create components -r ${R} -s name=es -s providerId=ecdsa-generated -s providerType=org.keycloak.keys.KeyProvider -s config.priority=["50"] -s config.ecdsaEllipticCurveKey=["P-256"] -i`,
    'es',
  ],
  [`get components/{{es}} -r ${R} --fields name,providerId,config`],
  [`get events/config -r ${R} --fields eventsEnabled,eventsListeners,adminEventsEnabled`],
  [`update events/config -r ${R} -s eventsEnabled=true -s adminEventsEnabled=true`],
  [`get client-policies/policies -r ${R}`],
  [
    `create identity-provider/instances -r ${R} -s alias=other -s providerId=oidc -s enabled=true -s config.clientId=x -s config.authorizationUrl=https://idp.test/auth -s config.tokenUrl=https://idp.test/token`,
  ],
  [`get identity-provider/instances -r ${R} --fields alias,providerId,enabled`],
  // and away with it
  [`delete clients/{{shop}} -r ${R}`],
  [`delete groups/{{staff}} -r ${R}`],
  [`delete roles/clerk -r ${R}`],
  [`delete users/{{bob}} -r ${R}`],
  [`get users/{{bob}} -r ${R}`],
  ['delete realms/kcadm'],
  ['get realms/kcadm'],
];

/** What is left of an earlier run. */
export const CLEAN_UP = [['delete realms/kcadm']];
