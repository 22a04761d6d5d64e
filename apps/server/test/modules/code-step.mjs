// A module as somebody else would write it: a step with a page, one that fails, and a required action.
const page = (error) => ({ title: 'Door code', ...(error ? { error } : {}), fields: [{ name: 'door', label: 'Code <b>at the door</b>' }] });

export const authenticators = [
  {
    id: 'acme-door',
    displayName: 'Door code',
    requiresUser: true,
    authenticate: ({ parameters }) =>
      parameters === null ? { kind: 'challenge', page: page() } : { kind: parameters.door === '4711' ? 'success' : 'attempted' },
    action: (_context, { door }) =>
      door === '4711' ? { kind: 'success', userNotes: { door: 'north' } } : { kind: 'challenge', page: page('That is not the code.') },
  },
  {
    id: 'acme-broken',
    displayName: 'Broken',
    requiresUser: false,
    authenticate() {
      throw new Error('the door is stuck');
    },
  },
];

export const requiredActions = [
  {
    id: 'acme-phone',
    name: 'Phone number',
    show: () => ({ title: 'Phone number', fields: [{ name: 'phone', label: 'Phone' }] }),
    submit: (_context, { phone = '' }) =>
      phone === ''
        ? { kind: 'challenge', page: { title: 'Phone number', fields: [{ name: 'phone', label: 'Phone', error: 'Please give one.' }] } }
        : { kind: 'done', attributes: { phone: [phone] } },
  },
];
