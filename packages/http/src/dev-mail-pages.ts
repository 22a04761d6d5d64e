import type { DevMail } from './dev-mails.ts';

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.4rem; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .5rem .75rem .5rem 0; border-bottom: 1px solid color-mix(in srgb, currentColor 20%, transparent); vertical-align: top; }
pre { white-space: pre-wrap; overflow-wrap: anywhere; padding: 1rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .5rem; }
iframe { width: 100%; height: 34rem; border: 1px solid color-mix(in srgb, currentColor 20%, transparent); border-radius: .5rem; background: #fff; }
.note { opacity: .75; }
`;

export function mailListPage(mails: readonly DevMail[]): string {
  const rows = mails
    .map(
      (mail) =>
        `<tr><td><a href="/dev/mail/${escaped(mail.id)}">${escaped(mail.subject)}</a></td><td>${escaped(mail.to)}</td><td>${escaped(mail.realm)}</td><td>${time(mail.sentAt)}</td></tr>`,
    )
    .join('\n');
  const table =
    mails.length === 0
      ? '<p>No mail yet. What the server sends in development appears here; reload to look again.</p>'
      : `<table><thead><tr><th scope="col">Subject</th><th scope="col">To</th><th scope="col">Realm</th><th scope="col">Sent</th></tr></thead><tbody>${rows}</tbody></table>`;
  return page(
    'Mail',
    `<h1>Mail</h1><p class="note">Development mode: nothing leaves this machine. Kept in memory until the server stops.</p>${table}`,
  );
}

export function mailPage(mail: DevMail): string {
  const id = escaped(mail.id);
  return page(
    mail.subject,
    `<p><a href="/dev/mail">All mail</a></p><h1>${escaped(mail.subject)}</h1>
<table><tbody><tr><th scope="row">From</th><td>${escaped(mail.from)}</td></tr><tr><th scope="row">To</th><td>${escaped(mail.to)}</td></tr>
<tr><th scope="row">Sent</th><td>${time(mail.sentAt)}</td></tr><tr><th scope="row">Message-ID</th><td>${escaped(mail.messageId)}</td></tr></tbody></table>
<h2>Text</h2><pre>${linked(mail.text)}</pre>
<h2>HTML</h2><iframe title="The mail as HTML" src="/dev/mail/${id}/html" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>
<p><a href="/dev/mail/${id}/html">Open the HTML alone</a></p>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>`;
}

/** Text with its web addresses as links. */
function linked(text: string): string {
  return text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 === 1 ? `<a href="${escaped(part)}" rel="noreferrer">${escaped(part)}</a>` : escaped(part)))
    .join('');
}

function time(date: Date): string {
  const iso = date.toISOString();
  return `<time datetime="${iso}">${iso.slice(0, 19).replace('T', ' ')}</time>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
