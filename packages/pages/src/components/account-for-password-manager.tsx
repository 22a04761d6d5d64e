/** Tells a password manager whose password is being set; nameless, so it is never posted. */
export function AccountForPasswordManager({ username }: { readonly username: string }) {
  return <input type="text" value={username} autocomplete="username" readonly hidden />;
}
