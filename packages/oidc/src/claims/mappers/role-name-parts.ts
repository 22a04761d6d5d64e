/** `client.role` names a role of a client, a name without a dot one of the realm. */
export function roleNameParts(name: string): { readonly clientId: string | null; readonly role: string } {
  const dot = name.lastIndexOf('.');
  return dot === -1 ? { clientId: null, role: name } : { clientId: name.slice(0, dot), role: name.slice(dot + 1) };
}
