import { STYLE_CONTROLS } from './style-controls.ts';

/** Design tokens and the frame of a page. One file, no fonts, nothing from elsewhere; light and dark follow the device. */
const STYLE_FRAME = `:root{color-scheme:light dark;--canvas:#f3f0e9;--surface:#fffefb;--ink:#1c2523;--muted:#55605c;--line:#7d8983;--soft:#e3e0d8;--accent:#14594f;--accent-strong:#0d4339;--on-accent:#fff;--tint:#e9f2ee;--error:#9c1f2b;--error-tint:#fbeceb;--good:#1d6237;--good-tint:#e8f3ea;--shadow:0 1px 2px rgb(28 37 35/.06),0 12px 32px -12px rgb(28 37 35/.18);--radius:.625rem}
@media (prefers-color-scheme:dark){:root{--canvas:#101514;--surface:#1a211f;--ink:#e8eeeb;--muted:#a8b5b0;--line:#73827c;--soft:#2c3633;--accent:#7fd1bf;--accent-strong:#a3e2d4;--on-accent:#06241f;--tint:#1d312d;--error:#ffb3ad;--error-tint:#3b2122;--good:#9bd8ac;--good-tint:#1d3325;--shadow:0 1px 2px rgb(0 0 0/.4),0 16px 40px -16px rgb(0 0 0/.7)}}
*,*::before,*::after{box-sizing:border-box}
html{font:100%/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;background:var(--canvas);color:var(--ink);-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0;min-height:100vh;min-height:100dvh;background:url(arches.svg) center bottom/auto 100% no-repeat fixed}
.page{display:flex;flex-direction:column;min-height:100vh;min-height:100dvh;width:100%;max-width:28rem;margin:0 auto;padding:clamp(1.25rem,6vh,4rem) 1rem 1.25rem}
.page-wide{max-width:36rem}
.page::before{content:"";flex:1 1 0}
header{display:flex;align-items:center;gap:.75rem;margin:0 .25rem 1.25rem;font-size:1.1875rem;font-weight:600;line-height:1.3;letter-spacing:-.01em;overflow-wrap:anywhere}
header .mark{flex:none;display:block}
main{background:var(--surface);border:1px solid var(--soft);border-radius:1.125rem;box-shadow:var(--shadow);padding:clamp(1.25rem,6vw,2.25rem)}
footer{flex:2 1 0;display:flex;flex-direction:column;gap:.5rem;padding-top:1.25rem;font-size:.875rem;color:var(--muted);text-align:center}
footer ul{display:flex;flex-wrap:wrap;justify-content:center;gap:.25rem 1rem;list-style:none;margin:0;padding:0}
footer a{display:inline-block;padding:.25rem .125rem;color:inherit}
footer a[aria-current]{color:var(--ink);font-weight:600;text-decoration:none}
.development{margin:0 auto;padding:.125rem .75rem;border:1px dashed var(--line);border-radius:1rem;background:var(--canvas)}
h1{margin:0 0 1.25rem;font-size:1.5rem;line-height:1.25;font-weight:650;letter-spacing:-.018em;text-wrap:balance;overflow-wrap:anywhere}
h1:last-child,main>:last-child,#kc-error-message>:last-child,#kc-info-message>:last-child{margin-bottom:0}
h2{margin:0 0 .75rem;font-size:1rem;font-weight:500;color:var(--muted)}
p{margin:0 0 1rem}
p,li,dd,.alert{overflow-wrap:anywhere}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:1px}
a:hover{color:var(--accent-strong);text-decoration-thickness:2px}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:.25rem}
code{font:.9375em/1.5 ui-monospace,"SF Mono",Menlo,Consolas,"Liberation Mono",monospace}
.way-back a::before{content:"« ";content:"« "/""}
.way-on a::after{content:" »";content:" »"/""}
.way-on,.way-back{margin-top:1.25rem}
.request-id{margin-top:1.5rem;padding-top:1rem;border-top:1px solid var(--soft);font-size:.875rem;color:var(--muted)}
.request-id code{color:var(--ink);user-select:all}
`;

export const STYLE_CSS = `${STYLE_FRAME}${STYLE_CONTROLS}`;
