/** Built-in clients are named by a message of the login pages (`${client_account}`), which says nothing here. */
export const ownName = (name: string | undefined): string => (name === undefined || /^\$\{.*\}$/.test(name) ? '' : name);
