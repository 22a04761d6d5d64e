/** Base64url to bytes and back, and leaving by a form whatever its fields are called; the start of both scripts for keys. */
export const WEBAUTHN_ENCODING_JS = `const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
const named = (keys) => keys.map(({ id, transports }) => ({ type: 'public-key', id: bytes(id), ...(transports.length > 0 && { transports }) }));
const send = (form, fields) => {
  for (const [name, value] of Object.entries(fields)) form.elements.namedItem(name).value = value;
  HTMLFormElement.prototype.submit.call(form);
};
`;
