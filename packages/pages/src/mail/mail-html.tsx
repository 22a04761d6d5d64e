import { renderToString } from 'preact-render-to-string';
import { textDirection } from '../text/text-direction.ts';
import type { MailBlock, MailContent } from './mail-content.ts';

/** Mail programs know tables and inline styles; nothing is loaded from anywhere. */
const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";
const TEXT = `${FONT};font-size:16px;line-height:24px;color:#1c2523`;

function Block({ block }: { readonly block: MailBlock }) {
  if (block.kind === 'paragraph') {
    return (
      <p style={`margin:0 0 16px;${TEXT}`}>
        {block.parts.map((part, index) =>
          typeof part === 'string' ? (
            part
          ) : (
            <a key={index} href={part.url} style="color:#14594f">
              {part.url}
            </a>
          ),
        )}
      </p>
    );
  }
  return (
    <>
      <table role="presentation" cellPadding="0" cellSpacing="0" style="margin:8px 0 16px">
        <tr>
          <td style="background:#14594f;border-radius:10px">
            <a
              href={block.url}
              style={`display:inline-block;padding:12px 24px;${FONT};font-size:16px;font-weight:600;color:#ffffff;text-decoration:none`}
            >
              {block.label}
            </a>
          </td>
        </tr>
      </table>
      <p style={`margin:0 0 16px;${FONT};font-size:13px;line-height:20px;color:#55605c;word-break:break-all`}>
        {block.hint}
        <br />
        <a href={block.url} style="color:#14594f">
          {block.url}
        </a>
      </p>
    </>
  );
}

/** The HTML body. Every value passes through the renderer's escaping; there is no other way in. */
export function mailHtml(content: MailContent, locale: string): string {
  const html = (
    <html lang={locale.replaceAll('_', '-')} dir={textDirection(locale)}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light" />
        <title>{content.subject}</title>
      </head>
      <body style="margin:0;padding:0;background:#f3f0e9">
        <table role="presentation" width="100%" cellPadding="0" cellSpacing="0" style="background:#f3f0e9">
          <tr>
            <td align="center" style="padding:32px 16px">
              <table role="presentation" width="100%" cellPadding="0" cellSpacing="0" style="max-width:560px">
                <tr>
                  <td style={`padding:0 4px 16px;${FONT};font-size:18px;font-weight:600;color:#1c2523`}>{content.realmName}</td>
                </tr>
                <tr>
                  <td style="background:#ffffff;padding:28px 28px 12px;border-radius:16px;border:1px solid #e3e0d8">
                    {content.blocks.map((block, index) => (
                      <Block key={index} block={block} />
                    ))}
                  </td>
                </tr>
              </table>
            </td>
          </tr>
        </table>
      </body>
    </html>
  );
  return `<!doctype html>${renderToString(html)}`;
}
